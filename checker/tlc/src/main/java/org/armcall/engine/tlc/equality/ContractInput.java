// SPDX-License-Identifier: Apache-2.0
package org.armcall.engine.tlc.equality;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.armcall.model.convention.CalleePolicy;
import org.armcall.model.convention.Cleared;
import org.armcall.model.convention.Conduit;
import org.armcall.model.convention.ConventionCall;
import org.armcall.model.convention.HintHandling;
import org.armcall.model.convention.IdentifierWidth;
import org.armcall.model.convention.LegacyIdentifiers;
import org.armcall.model.convention.NonZeroImmediate;
import org.armcall.model.convention.ReservedBits;
import org.armcall.model.convention.Smc32Immediate;
import org.armcall.model.convention.SmcccVersion;
import org.armcall.model.convention.ThirtyTwoBitCaller;
import org.armcall.model.convention.UndefinedReturn;
import org.armcall.model.convention.UnknownFunction;
import org.armcall.model.function.FunctionId;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.platform.ExecutionState;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * Turns the records of {@code spec/convention/Contract.tla} into the model's types.
 *
 * <p>Where the specification abstracts, a representative stands for the rest: an upper half that is
 * not zero has its lowest and its highest bit set.
 */
final class ContractInput {
  private static final long SOME_UPPER_HALF = 0x8000_0001_0000_0000L;
  private static final long LOWER_HALF = 0xffff_ffffL;

  private static final UniqueString FAST = name("fast");
  private static final UniqueString WIDE = name("wide");
  private static final UniqueString OEN = name("oen");
  private static final UniqueString RESERVED = name("reserved");
  private static final UniqueString HINT = name("hint");
  private static final UniqueString NUM = name("num");
  private static final UniqueString CONDUIT = name("conduit");
  private static final UniqueString UPPER = name("upper");
  static final UniqueString FID = name("fid");

  private static final UniqueString VERSION = name("version");
  private static final UniqueString HVC_IMMEDIATE = name("hvcImmediate");
  private static final UniqueString SMC_IMMEDIATE = name("smcImmediate");
  private static final UniqueString UNDEFINED_RETURN = name("undefinedReturn");
  private static final UniqueString UNKNOWN_FUNCTION = name("unknownFunction");
  private static final UniqueString IDENTIFIER_WIDTH = name("identifierWidth");
  static final UniqueString CLEARED = name("cleared");
  private static final UniqueString RESERVED_BITS = name("reservedBits");
  private static final UniqueString IDENTITY_OWNER = name("identityOwner");
  private static final UniqueString SMC32_IMMEDIATE = name("smc32Immediate");
  private static final UniqueString THIRTY_TWO_BIT_CALLER = name("thirtyTwoBitCaller");
  private static final UniqueString LEGACY = name("legacy");

  private ContractInput() {}

  static UniqueString name(String text) {
    return UniqueString.uniqueStringOf(text);
  }

  static SmcccVersion version(Value v) {
    return version(number(v));
  }

  private static SmcccVersion version(int ordinal) {
    return SmcccVersion.values()[ordinal];
  }

  static int number(Value value) {
    if (value instanceof IntValue number) {
      return number.val;
    }
    throw new IllegalArgumentException("an integer was expected, not " + value);
  }

  static String text(Value value) {
    if (value instanceof StringValue text) {
      return text.val.toString();
    }
    throw new IllegalArgumentException("a string was expected, not " + value);
  }

  static ExecutionState state(Value st) {
    return state(text(st));
  }

  private static ExecutionState state(String st) {
    return switch (st) {
      case "a32" -> ExecutionState.AARCH32;
      case "a64" -> ExecutionState.AARCH64;
      default -> throw new IllegalArgumentException("no such execution state: " + st);
    };
  }

  static Conduit conduit(Value conduit) {
    return constant(Conduit.class, text(conduit));
  }

  /** The 32 bits of an identifier. */
  static FunctionId identifier(Value fid) {
    Fields fields = Fields.of(fid);
    return new FunctionId(
        FunctionId.TYPE.insert(bit(fields.flag(FAST)))
            | FunctionId.CONVENTION.insert(bit(fields.flag(WIDE)))
            | FunctionId.OWNER.insert(fields.number(OEN))
            | FunctionId.MUST_BE_ZERO.insert(fields.number(RESERVED))
            | FunctionId.SVE_HINT.insert(bit(fields.flag(HINT)))
            | FunctionId.NUMBER.insert(fields.number(NUM)));
  }

  /** The identifier, or none where the specification has {@code NoFid}. */
  static Optional<FunctionId> anyIdentifier(Value fid) {
    return Fields.of(fid).number(NUM) < 0 ? Optional.empty() : Optional.of(identifier(fid));
  }

  private static int bit(boolean set) {
    return set ? 1 : 0;
  }

  static ConventionCall call(Value call) {
    Fields fields = Fields.of(call);
    ExecutionState state = state(fields.text(Names.ST));
    Conduit conduit = constant(Conduit.class, fields.text(CONDUIT));
    int width = conduit == Conduit.SMC && state == ExecutionState.AARCH32 ? 4 : 16;
    long identifier = identifier(fields.field(FID)).value() & LOWER_HALF;
    return new ConventionCall(
        conduit,
        new Immediate(fields.number(Names.IMM), width),
        fields.flag(UPPER) ? SOME_UPPER_HALF | identifier : identifier,
        state);
  }

  static CalleePolicy policy(Value policy) {
    Fields fields = Fields.of(policy);
    return new CalleePolicy(
        version(fields.number(VERSION)),
        constant(NonZeroImmediate.class, fields.text(HVC_IMMEDIATE)),
        constant(NonZeroImmediate.class, fields.text(SMC_IMMEDIATE)),
        constant(UndefinedReturn.class, fields.text(UNDEFINED_RETURN)),
        constant(UnknownFunction.class, fields.text(UNKNOWN_FUNCTION)),
        constant(IdentifierWidth.class, fields.text(IDENTIFIER_WIDTH)),
        constant(Cleared.class, fields.text(CLEARED)),
        constant(HintHandling.class, fields.text(HINT)),
        constant(ReservedBits.class, fields.text(RESERVED_BITS)),
        fields.number(IDENTITY_OWNER),
        constant(Smc32Immediate.class, fields.text(SMC32_IMMEDIATE)),
        constant(ThirtyTwoBitCaller.class, fields.text(THIRTY_TWO_BIT_CALLER)),
        constant(LegacyIdentifiers.class, fields.text(LEGACY)));
  }

  static Set<Integer> numbers(Value set) {
    Set<Integer> numbers = new TreeSet<>();
    SetEnumValue elements = (SetEnumValue) set.toSetEnum();
    for (int index = 0; index < elements.elems.size(); index++) {
      numbers.add(number(elements.elems.elementAt(index)));
    }
    return numbers;
  }

  static Set<String> texts(Value set) {
    Set<String> texts = new TreeSet<>();
    SetEnumValue elements = (SetEnumValue) set.toSetEnum();
    for (int index = 0; index < elements.elems.size(); index++) {
      texts.add(text(elements.elems.elementAt(index)));
    }
    return texts;
  }

  static Set<Boolean> truths(Value set) {
    Set<Boolean> truths = new HashSet<>();
    SetEnumValue elements = (SetEnumValue) set.toSetEnum();
    for (int index = 0; index < elements.elems.size(); index++) {
      truths.add(truth(elements.elems.elementAt(index)));
    }
    return truths;
  }

  static boolean truth(Value value) {
    if (value instanceof BoolValue truth) {
      return truth.val;
    }
    throw new IllegalArgumentException("a BOOLEAN was expected, not " + value);
  }

  /** The constant of an enum that the specification writes in lower case and with spaces. */
  static <E extends Enum<E>> E constant(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }
}
