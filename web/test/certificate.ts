/**
 * A self-signed certificate for a page that only tests see, made anew each time: no key lies in the
 * repository.
 */
import { generateKeyPairSync, sign } from "node:crypto";

/** One DER value: tag, length, content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const size = body.length;
  const long = size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  const length = size < 0x80 ? [size] : long;
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
const sequence = (...content: Buffer[]): Buffer => der(0x30, ...content);
const pem = (label: string, bytes: Buffer): string =>
  "-----BEGIN " +
  `${label}-----\n${bytes.toString("base64").replaceAll(/.{1,64}/g, "$&\n")}-----END ` +
  `${label}-----\n`;

export function selfSigned(host: string): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  // ecdsa-with-SHA256 and commonName.
  const algorithm = sequence(der(0x06, Buffer.from("2a8648ce3d040302", "hex")));
  const name = sequence(
    der(0x31, sequence(der(0x06, Buffer.from("550403", "hex")), der(0x0c, Buffer.from(host)))),
  );
  const validity = sequence(
    der(0x17, Buffer.from("200101000000Z")),
    der(0x17, Buffer.from("491231235959Z")),
  );
  const facts = sequence(
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", facts, privateKey));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: pem("CERTIFICATE", sequence(facts, algorithm, signature)),
  };
}
