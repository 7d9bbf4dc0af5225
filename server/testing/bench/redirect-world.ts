/** The links that server and load of the redirect benchmark agree on. */
const partners = 100;

/** Codes of 16 characters like minted ones: a letter for the kind, then the number. */
const code = (kind: string, n: number): string => kind + n.toString(32).padStart(15, "0");

export function benchShape(links: number) {
  const ads = Math.max(1, Math.ceil(links / partners));
  return { partners, ads, programs: Math.min(1_000, ads), code };
}

/** The path of the n-th of `links` links. */
export function benchPath(links: number, n: number): string {
  const { ads, programs } = benchShape(links);
  const ad = Math.floor(n / partners) % ads;
  return `/c/${code("p", n % partners)}/${code("a", ad)}/${code("g", ad % programs)}`;
}
