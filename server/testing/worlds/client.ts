/** A stranger's GraphQL client: real HTTP, and failures that print query, body and request id. */

export interface Answer<T = Record<string, never>> {
  status: number;
  headers: Headers;
  data: T | null;
  errors: {
    message: string;
    path?: string[];
    extensions: { code: string; path?: string[]; requestId?: string };
  }[];
}

export interface Client {
  post<T>(query: string, variables?: Record<string, unknown>): Promise<Answer<T>>;
  /** The data, or a failure that shows everything needed to understand it. */
  data<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  cookie(): string | null;
}

export interface Credentials {
  key?: string;
  cookie?: string;
}

export function createClient(url: string, credentials: Credentials = {}): Client {
  let cookie = credentials.cookie ?? null;
  const post = async <T>(
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<Answer<T>> => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(credentials.key ? { authorization: `Bearer ${credentials.key}` } : {}),
        ...(cookie ? { cookie } : {}),
      },
      body: JSON.stringify({ query, variables }),
    });
    const set = response.headers.getSetCookie()[0]?.split(";")[0];
    if (set) cookie = set;
    const body = (await response.json()) as { data?: T; errors?: Answer["errors"] };
    return {
      status: response.status,
      headers: response.headers,
      data: body.data ?? null,
      errors: body.errors ?? [],
    };
  };
  return {
    post,
    data: async <T>(query: string, variables?: Record<string, unknown>) => {
      const answer = await post<T>(query, variables);
      if (answer.errors.length > 0 || answer.data === null)
        throw new Error(
          "GraphQL failed with " +
            [
              answer.status,
              query,
              JSON.stringify(variables),
              JSON.stringify(answer.errors, null, 1),
            ].join("\n"),
        );
      return answer.data;
    },
    cookie: () => cookie,
  };
}

/** Narrows a mutation's result to its expected member, or fails with what came instead. */
export function expectMember<T extends { __typename: string }, N extends T["__typename"]>(
  result: T,
  name: N,
): Extract<T, { __typename: N }> {
  if (result.__typename !== name)
    throw new Error(`expected ${name}, got ${JSON.stringify(result)}`);
  return result as Extract<T, { __typename: N }>;
}
