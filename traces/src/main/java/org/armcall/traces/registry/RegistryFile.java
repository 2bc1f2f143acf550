// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.armcall.model.convention.Conduit;
import org.armcall.model.instruction.Immediate;
import org.armcall.model.namespace.CallPattern;
import org.armcall.model.namespace.Claim;
import org.armcall.model.namespace.ClaimedIds;
import org.armcall.model.namespace.ClaimedImmediates;
import org.armcall.model.namespace.Layer;
import org.armcall.model.namespace.Owner;
import org.armcall.model.namespace.OwnerRole;
import org.armcall.model.namespace.Registry;
import org.armcall.model.namespace.Status;
import org.armcall.model.namespace.UidAnswer;
import org.armcall.model.namespace.Width;
import org.armcall.model.state.SecurityState;

/**
 * Reads files of claims, of the form of {@code spec/registry/schema.json}: the registry that comes
 * with armcall, or a project's own.
 */
public final class RegistryFile {
  /** The owners of the registry, one file each. */
  public static final List<String> OWNERS =
      List.of(
          "arm-drtm",
          "arm-errata",
          "arm-ff-a",
          "arm-firme",
          "arm-lfa",
          "arm-mm",
          "arm-pci",
          "arm-psci",
          "arm-pv-time",
          "arm-rmm",
          "arm-sdei",
          "arm-sip",
          "arm-smccc",
          "arm-trng",
          "bao",
          "devicetree",
          "exynos",
          "gunyah",
          "hafnium",
          "hvisor",
          "hyper-v",
          "intel",
          "jailhouse",
          "khypervisor",
          "kvm",
          "linux-hyp-stub",
          "linux-psci-header",
          "mobicore",
          "muen",
          "nvidia-hv",
          "nvidia-tegra",
          "nxp-imx",
          "op-tee",
          "qualcomm",
          "ryujinx",
          "samsung-uh",
          "tf-a",
          "tf-a-spm-mm",
          "ti-omap",
          "tlk",
          "trusted-foundations",
          "trusty",
          "tsp",
          "u-boot",
          "xen");

  private static final Set<String> FILE =
      Set.of("$schema", "owner", "role", "about", "claims", "uids");
  static final Set<String> CLAIM =
      Set.of(
          "name",
          "conduits",
          "immediate",
          "id",
          "from",
          "to",
          "mask",
          "value",
          "ids",
          "numberIn",
          "width",
          "callers",
          "layers",
          "since",
          "status",
          "block",
          "sameAs",
          "unconfirmed",
          "source");
  private static final Set<String> UID = Set.of("id", "uid", "words", "layer", "source");
  private static final SecurityState[] CALLERS = {
    SecurityState.NONSECURE, SecurityState.SECURE, SecurityState.REALM
  };
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** In bytes; the whole registry has less than a fiftieth of it. */
  private static final long LARGEST = 16 << 20;

  private RegistryFile() {}

  /** The registry that comes with armcall. */
  public static Registry builtIn() {
    Registry all = new Registry(List.of(), List.of());
    for (String owner : OWNERS) {
      try (InputStream in =
          RegistryFile.class.getResourceAsStream("/org/armcall/spec/registry/" + owner + ".json")) {
        all = all.with(parse(MAPPER.readTree(in), owner + ".json"));
      } catch (IOException | RegistryException broken) {
        throw new IllegalStateException("registry file " + owner + " cannot be read", broken);
      }
    }
    return all;
  }

  /**
   * The claims of one file.
   *
   * @throws RegistryException if it cannot be read or is malformed
   */
  public static ClaimsFile read(Path file) throws RegistryException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new RegistryException(
            file + " has more than " + (LARGEST >> 20) + " MB: too much for a file of claims");
      }
      String text = Files.readString(file).replaceFirst("^\ufeff", "");
      if (text.isBlank()) {
        throw new RegistryException(file + ":1: the file is empty");
      }
      JsonNode node = MAPPER.readTree(text);
      Places places = Places.of(file.toString(), text);
      Registry registry = parse(node, places);
      Map<Claim, String> lines = new HashMap<>();
      for (int each = 0; each < registry.claims().size(); each++) {
        lines.putIfAbsent(registry.claims().get(each), places.of("claims", each + 1));
      }
      return new ClaimsFile(registry, lines);
    } catch (JsonProcessingException malformed) {
      throw new RegistryException(
          file
              + ":"
              + (malformed.getLocation() == null ? 1 : malformed.getLocation().getLineNr())
              + ": this is not JSON: "
              + reason(malformed));
    } catch (NoSuchFileException missing) {
      throw new RegistryException(file + " cannot be read: there is no such file");
    } catch (CharacterCodingException binary) {
      throw new RegistryException(file + " cannot be read: it is not text in UTF-8");
    } catch (IOException unreadable) {
      throw new RegistryException(file + " cannot be read: " + unreadable.getMessage());
    }
  }

  /** What is wrong in the text, without what the parser says of itself. */
  private static String reason(JsonProcessingException malformed) {
    return malformed
        .getOriginalMessage()
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("\\s*\\([^()]*(?:Feature|feature)[^()]*\\)", "")
        .replaceFirst(":\\s*maybe a \\(non-standard\\) comment\\?.*", "")
        .replaceFirst(",? from `?StreamReadConstraints.*", "");
  }

  /**
   * The claims of one owner.
   *
   * @param where what to call it in messages
   * @throws RegistryException if it is malformed
   */
  public static Registry parse(JsonNode node, String where) throws RegistryException {
    return parse(node, Places.of(where));
  }

  private static Registry parse(JsonNode node, Places places) throws RegistryException {
    Fields file = Fields.of(node, FILE, places::at);
    if (file.has("$schema") && !file.node("$schema").isTextual()) {
      throw file.wrong("$schema", "a text");
    }
    Owner owner =
        new Owner(
            file.text("owner", "[a-z0-9][a-z0-9-]*", "a name in lower case"),
            file.one("role", OwnerRole.values(), OwnerRole::text),
            file.text("about"));
    List<Claim> claims = new ArrayList<>();
    for (JsonNode each : file.node("claims")) {
      int number = claims.size() + 1;
      claims.add(claim(each, owner, field -> place(places, "claims", number, field)));
    }
    if (!file.node("claims").isArray() || claims.isEmpty()) {
      throw file.wrong("claims", "a list that is not empty");
    }
    List<UidAnswer> uids = new ArrayList<>();
    for (JsonNode each : file.node("uids")) {
      int number = uids.size() + 1;
      uids.add(uid(each, owner, field -> place(places, "uids", number, field)));
    }
    if (file.has("uids") && !file.node("uids").isArray()) {
      throw file.wrong("uids", "a list");
    }
    return new Registry(claims, uids);
  }

  private static String place(Places places, String list, int number, String field) {
    String one = list.substring(0, list.length() - 1);
    return places.of(list, number, field) + ": " + one + " " + number;
  }

  private static Claim claim(JsonNode node, Owner owner, UnaryOperator<String> where)
      throws RegistryException {
    String name = node.path("name").asText("");
    UnaryOperator<String> place =
        name.isEmpty() ? where : field -> where.apply(field) + " (" + name + ")";
    Fields claim = Fields.of(node, CLAIM, place);
    if (claim.has("block")
        && !claim.node("block").equals(MAPPER.getNodeFactory().booleanNode(true))) {
      throw claim.wrong("block", "true, or absent");
    }
    Optional<String> copied =
        claim.has("sameAs")
            ? Optional.of(claim.text("sameAs", "[a-z0-9-]+: .+", "'owner: name' of another claim"))
            : Optional.empty();
    return new Claim(
        owner,
        claim.text("name"),
        calls(claim, place),
        claim.optionalText("since"),
        claim.one("status", Status.values(), Status::text),
        claim.has("block"),
        copied,
        claim.optionalText("unconfirmed"),
        claim.text("source"));
  }

  private static CallPattern calls(Fields claim, UnaryOperator<String> place)
      throws RegistryException {
    try {
      return new CallPattern(
          claim.some("conduits", Conduit.values(), Fields::lower),
          immediates(claim),
          ids(claim),
          claim.optionalText("numberIn"),
          claim.one("width", Width.values(), Width::text),
          claim.has("callers")
              ? claim.some("callers", CALLERS, SecurityState::text)
              : Set.of(SecurityState.NONSECURE),
          claim.some("layers", Layer.values(), Layer::text));
    } catch (IllegalArgumentException contradiction) {
      throw new RegistryException(place.apply("") + ": " + contradiction.getMessage());
    }
  }

  private static ClaimedImmediates immediates(Fields claim) throws RegistryException {
    JsonNode listed = claim.node("immediate");
    if (!listed.isArray()) {
      Immediate one = immediate(listed, claim);
      return new ClaimedImmediates(one, one);
    }
    if (listed.size() != 2) {
      throw claim.wrong("immediate", "one number, or the first and the last");
    }
    return new ClaimedImmediates(immediate(listed.get(0), claim), immediate(listed.get(1), claim));
  }

  private static Immediate immediate(JsonNode value, Fields claim) throws RegistryException {
    if (!value.isTextual() || !value.asText().matches("0x[0-9a-f]{1,4}")) {
      throw claim.wrong("immediate", "a 16-bit number such as 0xea1, in lower case");
    }
    return new Immediate(Integer.parseInt(value.asText().substring(2), 16), 16);
  }

  private static ClaimedIds ids(Fields claim) throws RegistryException {
    boolean ranged = claim.has("from") || claim.has("to");
    boolean masked = claim.has("mask") || claim.has("value");
    int forms = 0;
    for (boolean form : new boolean[] {claim.has("id"), ranged, masked, claim.has("ids")}) {
      forms += form ? 1 : 0;
    }
    if (forms != 1) {
      throw claim.wrong("the number", "given once: id, from and to, mask and value, or ids");
    }
    if (ranged) {
      return new ClaimedIds.Range(claim.word("from"), claim.word("to"));
    }
    if (masked) {
      return new ClaimedIds.Masked(claim.word("mask").value(), claim.word("value").value());
    }
    if (claim.has("id")) {
      return ClaimedIds.one(claim.word("id"));
    }
    claim.text("ids", "any", "'any'");
    return ClaimedIds.Range.ANY;
  }

  private static UidAnswer uid(JsonNode node, Owner owner, UnaryOperator<String> where)
      throws RegistryException {
    Fields uid = Fields.of(node, UID, where);
    Optional<List<Integer>> words = Optional.empty();
    if (uid.has("words")) {
      List<Integer> listed = new ArrayList<>();
      for (JsonNode each : uid.node("words")) {
        listed.add(uid.word(each, "words"));
      }
      if (!uid.node("words").isArray() || listed.size() != 4) {
        throw uid.wrong("words", "four words");
      }
      words = Optional.of(listed);
    }
    return new UidAnswer(
        owner,
        uid.word("id"),
        UUID.fromString(
            uid.text(
                "uid",
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                "a UID such as 28b46fb6-2ec5-11e9-a9ca-4b564d003a74")),
        words,
        uid.one("layer", Layer.values(), Layer::text),
        uid.text("source"));
  }
}
