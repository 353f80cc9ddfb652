// Hugging Face's tokenizers (Rust), from the package @anush008/tokenizers in the folder that SINTER_PEERS names. The argument is the number of threads.
// Each line asked is a JSON array: ["encode", file, texts] encodes the texts of a file, a JSON array of them, in one batch by a tokenizer.json; ["ids", file, texts, path] writes
// their ids as 32-bit numbers; ["train", file, text] trains the model of a tokenizer.json on a file of text. All are answered with {"seconds": [...]}.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

process.env.RAYON_NUM_THREADS = process.argv[2];
process.env.TOKENIZERS_PARALLELISM = process.argv[2] === '1' ? 'false' : 'true';
const say = (answer) => process.stdout.write(JSON.stringify(answer) + '\n');

function load(name) {
  try {
    return createRequire(join(process.env.SINTER_PEERS, 'package.json'))(name);
  } catch {
    return null;
  }
}

const tokenizers = load('@anush008/tokenizers');
if (tokenizers === null) {
  say({ missing: 'SINTER_PEERS names no folder in which @anush008/tokenizers is installed (npm install @anush008/tokenizers)' });
} else {
  say({ peer: `tokenizers ${load('@anush008/tokenizers/package.json')?.version ?? ''}`.trim() });
  for await (const line of createInterface({ input: process.stdin })) {
    const [verb, file, texts, path] = JSON.parse(line);
    const tokenizer = tokenizers.Tokenizer.fromFile(file);
    let start = performance.now();
    if (verb === 'train') {
      tokenizer.train([texts]);
    } else {
      const documents = JSON.parse(readFileSync(texts, 'utf8'));
      await tokenizer.encode(documents[0]);
      start = performance.now();
      const encoded = await tokenizer.encodeBatch(documents, { addSpecialTokens: false });
      if (verb === 'ids') {
        writeFileSync(path, Buffer.concat(encoded.map((one) => Buffer.from(Int32Array.from(one.getIds()).buffer))));
      }
    }

    say({ seconds: [(performance.now() - start) / 1000] });
  }
}
