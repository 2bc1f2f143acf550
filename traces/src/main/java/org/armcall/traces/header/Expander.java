// SPDX-License-Identifier: Apache-2.0
package org.armcall.traces.header;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Expands macros (C11 6.10.3), each name by one of its meanings. A macro is not expanded within
 * itself; stringizing and pasting are refused.
 */
final class Expander {
  /** Names with more meanings than that are not followed. */
  static final int MOST_MEANINGS = 8;

  private static final int DEEPEST_ARGUMENT = 64;

  private final Definitions definitions;
  private final Work work;

  /** Which meaning of a name counts; one that is not there counts by its first. */
  private final Map<String, Integer> chosen;

  private final Map<String, Integer> meanings = new HashMap<>();
  private final Set<String> functionLike = new HashSet<>();

  Expander(Definitions definitions, Map<String, Integer> chosen, Work work) {
    this.definitions = definitions;
    this.chosen = chosen;
    this.work = work;
  }

  /** The names of several meanings that were met, and how many those are. */
  Map<String, Integer> meanings() {
    return meanings;
  }

  /** The function-like macros that took part. */
  Set<String> functionLike() {
    return functionLike;
  }

  /** The tokens of a definition, its macros and constants replaced. */
  List<Token> expand(Definition definition) throws NotANumber {
    if (definition.pastes()) {
      throw new NotANumber("it stringizes or pastes tokens");
    }
    return expand(definition.tokens(), Set.of(key(definition)), 0);
  }

  private static String key(Definition definition) {
    return (definition.isConstant() ? "enum " : "") + definition.name();
  }

  private List<Token> expand(List<Token> tokens, Set<String> outer, int depth) throws NotANumber {
    if (depth > DEEPEST_ARGUMENT) {
      throw new NotANumber("its macros are nested more than " + DEEPEST_ARGUMENT + " deep");
    }
    Set<String> active = new HashSet<>(outer);
    Deque<Token> rest = new ArrayDeque<>(tokens);
    List<Token> done = new ArrayList<>();
    while (!rest.isEmpty()) {
      Token token = rest.pop();
      work.take(1);
      if (token.kind() == Token.Kind.END) {
        active.remove(token.text());
        continue;
      }
      Optional<Definition> meaning =
          token.isName() ? meaning(token.text(), active) : Optional.empty();
      if (meaning.isEmpty() || !replaces(meaning.get(), rest, active, depth)) {
        done.add(token);
      }
    }
    return done;
  }

  private Optional<Definition> meaning(String name, Set<String> active) throws NotANumber {
    List<Definition> macros = active.contains(name) ? List.of() : definitions.macros(name);
    if (!macros.isEmpty()) {
      return Optional.of(one(name, macros));
    }
    List<Definition> constants =
        active.contains("enum " + name) ? List.of() : definitions.constants(name);
    return constants.isEmpty() ? Optional.empty() : Optional.of(one("enum " + name, constants));
  }

  private Definition one(String key, List<Definition> several) throws NotANumber {
    if (several.size() > MOST_MEANINGS) {
      throw new NotANumber(several.get(0).name() + " has too many meanings");
    }
    if (several.size() > 1) {
      meanings.put(key, several.size());
    }
    return several.get(chosen.getOrDefault(key, 0));
  }

  /** Puts the meaning in front of the rest; not that of a function-like macro without arguments. */
  private boolean replaces(Definition meaning, Deque<Token> rest, Set<String> active, int depth)
      throws NotANumber {
    List<Token> body;
    if (meaning.parameters().isPresent()) {
      while (!rest.isEmpty() && rest.peek().kind() == Token.Kind.END) {
        active.remove(rest.pop().text());
      }
      if (rest.isEmpty() || !rest.peek().is("(")) {
        return false;
      }
      if (meaning.pastes()) {
        throw new NotANumber(meaning.name() + " stringizes or pastes tokens");
      }
      rest.pop();
      functionLike.add(meaning.name());
      body = substituted(meaning, arguments(meaning, rest, active), active, depth);
    } else {
      body = meaning.isConstant() ? parenthesised(meaning) : meaning.tokens();
    }
    if (meaning.pastes()) {
      throw new NotANumber(meaning.name() + " stringizes or pastes tokens");
    }
    work.take(body.size());
    String key = key(meaning);
    active.add(key);
    rest.push(new Token(Token.Kind.END, key));
    for (int each = body.size() - 1; each >= 0; each--) {
      rest.push(body.get(each));
    }
    return true;
  }

  private static List<Token> parenthesised(Definition constant) throws NotANumber {
    List<Token> tokens = new ArrayList<>();
    tokens.add(Token.punctuator("("));
    tokens.addAll(constant.tokens());
    tokens.add(Token.punctuator(")"));
    return tokens;
  }

  /** The arguments, the opening parenthesis of which is gone. */
  private List<List<Token>> arguments(Definition macro, Deque<Token> rest, Set<String> active)
      throws NotANumber {
    List<List<Token>> arguments = new ArrayList<>();
    List<Token> argument = new ArrayList<>();
    int depth = 0;
    while (!rest.isEmpty()) {
      Token token = rest.pop();
      work.take(1);
      if (token.kind() == Token.Kind.END) {
        active.remove(token.text());
        continue;
      }
      if (depth == 0 && token.is(")")) {
        arguments.add(argument);
        return arguments;
      }
      if (depth == 0 && token.is(",") && !takesRest(macro, arguments.size())) {
        arguments.add(argument);
        argument = new ArrayList<>();
        continue;
      }
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      argument.add(token);
    }
    throw new NotANumber("the arguments of " + macro.name() + " do not end");
  }

  private static boolean takesRest(Definition macro, int index) {
    List<String> parameters = macro.parameters().orElse(List.of());
    return index < parameters.size() && parameters.get(index).endsWith("...");
  }

  private List<Token> substituted(
      Definition macro, List<List<Token>> arguments, Set<String> active, int depth)
      throws NotANumber {
    List<String> parameters = macro.parameters().orElse(List.of());
    boolean none = parameters.isEmpty() && arguments.size() == 1 && arguments.get(0).isEmpty();
    if (!none && parameters.size() != arguments.size()) {
      throw new NotANumber(
          macro.name()
              + " takes "
              + parameters.size()
              + (parameters.size() == 1 ? " argument" : " arguments")
              + ", not "
              + arguments.size());
    }
    Map<String, List<Token>> values = new HashMap<>();
    for (int index = 0; index < parameters.size(); index++) {
      String name = parameters.get(index);
      String bare = takesRest(macro, index) ? name.substring(0, name.length() - 3) : name;
      values.put(
          bare.isEmpty() ? "__VA_ARGS__" : bare, expand(arguments.get(index), active, depth + 1));
    }
    List<Token> body = new ArrayList<>();
    for (Token token : macro.tokens()) {
      List<Token> value = token.isName() ? values.get(token.text()) : null;
      if (value == null) {
        body.add(token);
      } else {
        work.take(value.size());
        body.addAll(value);
      }
    }
    return body;
  }
}
