/** Any query of the explorer, as the signed-in person; the answer as it came. */
export async function ask(request: unknown): Promise<unknown> {
  try {
    const response = await fetch("/graphql", { method: "POST", credentials: "same-origin", headers: { "content-type": "application/json" }, body: JSON.stringify(request) });
    return await response.json();
  } catch {
    return { errors: [{ message: "The server cannot be reached" }] };
  }
}
