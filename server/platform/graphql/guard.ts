/**
 * Refuses what would hurt before anything runs: depth, aliases, directives, page sizes and cost,
 * with variables and default values counted, and fields the viewer has no right to. Own rules,
 * because the usual package does not count variables.
 */
import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isListType,
  isObjectType,
  isInterfaceType,
  isUnionType,
  Kind,
  valueFromAST,
  type ArgumentNode,
  type ASTNode,
  type DocumentNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationRule,
} from "graphql";
import type { ErrorCode } from "../../domain/codes.ts";
import type { Right } from "../auth/rights.ts";
import { isStorable } from "../api/storable.ts";
import { rolesWith } from "../auth/rights.ts";
import { confirmedMs } from "../auth/sessions.ts";
import type { Viewer } from "../auth/viewer.ts";
import { requestLimits } from "./limits.ts";
import { bodyTooLarge } from "./request.ts";
import { ruleWork } from "./rule-work.ts";
import { type Fragments, fragmentsOf, depthOf, fieldsOf, repeatsOf } from "./selection-size.ts";

/**
 * `fault` keeps the code where Apollo gives every error of a validation rule its own; see mask.ts.
 */
const tooMuch = (code: ErrorCode, message: string, nodes?: ASTNode): GraphQLError =>
  new GraphQLError(message, {
    ...(nodes ? { nodes } : {}),
    extensions: { code, fault: code, http: { status: 400 } },
  });

const unstorable = (path: string[], node?: ASTNode): GraphQLError =>
  new GraphQLError("Text may hold neither NUL characters nor halves of surrogate pairs", {
    ...(node ? { nodes: node } : {}),
    extensions: { code: "BAD_INPUT", fault: "BAD_INPUT", path, http: { status: 400 } },
  });

function checkText(value: unknown, path: string[]): void {
  if (typeof value === "string" && !isStorable(value)) throw unstorable(path);
  if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) checkText(inner, [...path, key]);
}

function sizeFaults(node: OperationDefinitionNode, fragments: Fragments): GraphQLError[] {
  const faults: GraphQLError[] = [];
  if (fieldsOf(node.selectionSet, fragments, new Set()) > requestLimits.rootFields)
    faults.push(
      tooMuch(
        "TOO_MANY_FIELDS",
        `An operation may ask for at most ${requestLimits.rootFields} root fields`,
        node,
      ),
    );
  // The introspection query of GraphQL tools is deeper than any of ours and bounded by itself.
  const isIntrospection = node.selectionSet.selections.every(
    (s) => s.kind === Kind.FIELD && s.name.value.startsWith("__"),
  );
  if (
    depthOf(node.selectionSet, fragments, new Map()) > (isIntrospection ? 16 : requestLimits.depth)
  )
    faults.push(
      tooMuch("TOO_DEEP", `An operation may be at most ${requestLimits.depth} fields deep`, node),
    );
  return faults;
}

/** Runs with the standard validation rules, before variables are known. */
export const shapeRule: ValidationRule = (context) => {
  let aliases = 0;
  let directives = 0;
  const fragments = fragmentsOf(context.getDocument());
  return {
    Field(node) {
      if (node.alias && ++aliases === requestLimits.aliases + 1)
        context.reportError(
          tooMuch(
            "TOO_MANY_ALIASES",
            `An operation may use at most ${requestLimits.aliases} aliases`,
            node,
          ),
        );
    },
    Directive(node) {
      if (++directives === requestLimits.directives + 1)
        context.reportError(
          tooMuch(
            "TOO_MANY_DIRECTIVES",
            `An operation may use at most ${requestLimits.directives} directives`,
            node,
          ),
        );
    },
    SelectionSet(node, _key, parent) {
      // An inline fragment is counted with what it stands in.
      if (parent && "kind" in parent && parent.kind === Kind.INLINE_FRAGMENT) return;
      const [often] = [...repeatsOf(node)].filter(([, times]) => times > requestLimits.repeats);
      if (often)
        context.reportError(
          tooMuch(
            "TOO_MANY_FIELDS",
            `A selection may name a field at most ${requestLimits.repeats} times: ` +
              `${often[0]} stands there ${often[1]} times`,
            node,
          ),
        );
    },
    StringValue(node) {
      if (!isStorable(node.value)) context.reportError(unstorable([], node));
    },
    OperationDefinition(node) {
      for (const fault of sizeFaults(node, fragments)) context.reportError(fault);
    },
  };
};

interface Walk {
  schema: GraphQLSchema;
  root: GraphQLObjectType;
  fragments: Fragments;
  variables: Readonly<Record<string, unknown>>;
  viewer: Viewer;
  known: Map<string, number>;
  takesBatch: boolean;
}

const extensionOf = (
  holder: { extensions: Readonly<Record<string, unknown>> },
  name: string,
): unknown => holder.extensions[name];

const namedRight = (value: unknown): Right | undefined =>
  typeof value === "string" ? (value as Right) : undefined;

/** The right a field needs: its own, else its type's. */
export function rightOf(
  type: { extensions: Readonly<Record<string, unknown>> },
  field: GraphQLField<unknown, unknown>,
): Right | undefined {
  return namedRight(extensionOf(field, "right")) ?? namedRight(extensionOf(type, "right"));
}

/** What is open to everyone is for people: a key signs nobody in [D199]. */
const mutatesForPeople = (
  type: { name: string },
  right: Right | undefined,
  viewer: Viewer,
): boolean => viewer.kind === "KEY" && right === "public" && type.name === "Mutation";

/** What moves money or rights is not left to whoever finds a page open. */
function checkConfirmed(field: GraphQLField<unknown, unknown>, viewer: Viewer): void {
  if (viewer.kind !== "PERSON" || viewer.isConfirmed) return;
  if (extensionOf(field, "confirmed") !== true) return;
  throw new GraphQLError(
    `${field.name} moves money or rights, and your password was given more than ` +
      `${confirmedMs / 60_000} minutes ago: confirm it with confirmPassword, then send this again`,
    { extensions: { code: "PASSWORD_NEEDED", http: { status: 403 } } },
  );
}

function checkRight(
  type: { name: string; extensions: Readonly<Record<string, unknown>> },
  field: GraphQLField<unknown, unknown>,
  viewer: Viewer,
): void {
  const right = rightOf(type, field);
  if (right !== undefined && viewer.rights.has(right) && !mutatesForPeople(type, right, viewer)) {
    checkConfirmed(field, viewer);
    return;
  }
  if (viewer.kind === "ANONYMOUS")
    throw new GraphQLError("Sign in or send an API key to read this", {
      extensions: { code: "UNAUTHENTICATED", http: { status: 401 } },
    });
  if (mutatesForPeople(type, right, viewer))
    throw new GraphQLError(
      `${type.name}.${field.name} is for people who sign in: no key may call it, ` +
        "whatever its scopes",
      { extensions: { code: "FORBIDDEN", right: null, grantedByRoles: [], http: { status: 403 } } },
    );
  const roles = right === undefined ? [] : rolesWith(right);
  throw new GraphQLError(
    `${type.name}.${field.name} needs the right ${right ?? "(none grants it)"}`,
    {
      extensions: {
        code: "FORBIDDEN",
        right: right ?? null,
        grantedByRoles: roles,
        http: { status: 403 },
      },
    },
  );
}

/**
 * Rows a list field can bring: its `first`, given, by variable or by default; else what the field
 * declares.
 */
function rowsOf(
  walk: Walk,
  field: GraphQLField<unknown, unknown>,
  node: { arguments?: readonly ArgumentNode[] | undefined },
): number {
  const first = field.args.find((arg) => arg.name === "first");
  const isList = isListType(getNullableType(field.type));
  if (!first)
    return isList ? Number(extensionOf(field, "rows") ?? (field.name === "nodes" ? 1 : 10)) : 1;
  const given = node.arguments?.find((arg) => arg.name.value === "first");
  const value: unknown = given
    ? (valueFromAST(given.value, first.type, walk.variables) ?? first.defaultValue)
    : first.defaultValue;
  if (
    typeof value !== "number" ||
    !Number.isInteger(value) ||
    value < 1 ||
    value > requestLimits.pageSize
  )
    throw new GraphQLError(
      `first is a whole number from 1 to ${requestLimits.pageSize}: got ` +
        (typeof value === "string" ? `the text ${JSON.stringify(value)}` : String(value)),
      {
        extensions: { code: "BAD_INPUT", path: ["first"], http: { status: 400 } },
      },
    );
  return value;
}

/**
 * An answer to introspection is large; who is nobody reads schema.graphql instead. Asked for by
 * fragment, it is the same.
 */
function introspectionCost(viewer: Viewer): number {
  if (viewer.kind === "ANONYMOUS")
    throw new GraphQLError(
      "Introspection needs a sign-in or a key; the schema is published as schema.graphql",
      { extensions: { code: "UNAUTHENTICATED", http: { status: 401 } } },
    );
  return requestLimits.introspectionCost;
}

function costOf(walk: Walk, set: SelectionSetNode, parent: GraphQLOutputType): number {
  const type = getNamedType(parent);
  let cost = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const name = selection.name.value;
      const fragment = walk.fragments.get(name);
      if (!fragment) continue;
      const known = walk.known.get(name);
      const own =
        known ??
        costOf(
          walk,
          fragment.selectionSet,
          walk.schema.getType(fragment.typeCondition.name.value) as GraphQLOutputType,
        );
      walk.known.set(name, own);
      cost += own;
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const on = selection.typeCondition
        ? (walk.schema.getType(selection.typeCondition.name.value) as GraphQLOutputType)
        : parent;
      cost += costOf(walk, selection.selectionSet, on);
    } else if (isObjectType(type) || isInterfaceType(type)) {
      const { value: name } = selection.name;
      if (name === "__schema" || name === "__type") cost += introspectionCost(walk.viewer);
      const field = type.getFields()[name];
      if (!field) continue;
      checkRight(type, field, walk.viewer);
      const rows = rowsOf(walk, field, selection);
      if (extensionOf(field, "takesBatch") === true) walk.takesBatch = true;
      if (type === walk.root) cost += ruleWork(field, selection.arguments, walk.variables);
      cost +=
        1 + (selection.selectionSet ? rows * costOf(walk, selection.selectionSet, field.type) : 0);
    } else if (!isUnionType(type)) {
      throw new Error("costOf: selection on a leaf");
    }
    if (cost > requestLimits.cost * 100) return cost;
  }
  return cost;
}

/**
 * Checks rights and page sizes and returns the operation's cost; throws a GraphQLError that says
 * what is too much.
 */
export function guardOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  request: {
    variables: Readonly<Record<string, unknown>>;
    viewer: Viewer;
    bodyBytes?: number | undefined;
  },
): number {
  const root = schema.getRootType(operation.operation);
  if (!root) throw tooMuch("BAD_INPUT", `There are no ${operation.operation}s`);
  checkText(request.variables, []);
  // Defaults of variables are filled in here, so that a page size hidden in one is counted.
  const variables: Record<string, unknown> = Object.assign(Object.create(null), request.variables);
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    if (!(name in variables) && definition.defaultValue && "value" in definition.defaultValue) {
      const { defaultValue } = definition;
      variables[name] =
        defaultValue.kind === Kind.INT ? Number(defaultValue.value) : defaultValue.value;
    }
  }
  const walk: Walk = {
    schema,
    root,
    fragments: fragmentsOf(document),
    variables,
    viewer: request.viewer,
    known: new Map(),
    takesBatch: false,
  };
  const cost = costOf(walk, operation.selectionSet, root);
  const { bodyBytes = 0 } = request;
  if (bodyBytes > requestLimits.bodyBytes && !walk.takesBatch)
    throw bodyTooLarge(requestLimits.bodyBytes, bodyBytes);
  if (cost > requestLimits.cost)
    throw tooMuch(
      "COST_EXCEEDED",
      `This operation costs ${cost} points, at most ${requestLimits.cost} are allowed: ask for ` +
        "fewer rows or fields",
    );
  return cost;
}

/** JSON deeper than the limit would exhaust the stack of whoever walks it. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inText) {
      if (c === 92) i++;
      else if (c === 34) inText = false;
    } else if (c === 34) inText = true;
    else if (c === 123 || c === 91) deepest = Math.max(deepest, ++depth);
    else if (c === 125 || c === 93) depth--;
  }
  return deepest;
}
