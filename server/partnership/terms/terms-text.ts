/** Terms as lines of text: what the command line prints is what both sides read. */
import type pg from "pg";
import { fullStop, termsSentences } from "../../domain/terms-sentences.ts";
import { termsFromJson } from "../../domain/terms.ts";

interface Row {
  name: string;
  number: number;
  body: unknown;
}
/** Of a contract, or of a version of terms, by its id; null where there is none. */
export async function termsText(
  client: pg.Pool | pg.ClientBase,
  id: string,
): Promise<string[] | null> {
  const { rows } = await client.query<Row>(
    `select
        t.name,
        v.number,
        v.body
      from terms_version v
      join template_terms t on t.id = v.terms_id
      where v.id = $1
        or v.id = (select c.terms_version_id from contract c where c.id = $1)`,
    [id],
  );
  const [row] = rows;
  if (!row) return null;
  const terms = termsFromJson(row.body);
  return [
    `${row.name}, version ${row.number}`,
    ...termsSentences(terms).map(({ text }) => fullStop(text)),
    ...terms.customTerms.map(({ text, fileId }) => text ?? `A document: ${fileId}`),
  ];
}
