// DuckDB, from the package @duckdb/node-api in the folder that SINTER_PEERS names. The argument is the number of threads.
// Each line asked is a JSON array: ["write", lines, path, codec] makes a Parquet file of the keys id and text of JSON Lines;
// ["read", path] sums the lengths of its texts. Both are answered with {"seconds": [...]}.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const say = (answer) => process.stdout.write(JSON.stringify(answer) + '\n');
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

function load() {
  try {
    return createRequire(join(process.env.SINTER_PEERS, 'package.json'))('@duckdb/node-api');
  } catch {
    return null;
  }
}

const duckdb = load();
if (duckdb === null) {
  say({ missing: 'SINTER_PEERS names no folder in which @duckdb/node-api is installed (npm install @duckdb/node-api)' });
} else {
  const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
  await connection.run(`SET threads=${Number(process.argv[2])}`);
  say({ peer: `DuckDB ${duckdb.version()}` });
  for await (const line of createInterface({ input: process.stdin })) {
    const [verb, ...names] = JSON.parse(line);
    const start = performance.now();
    if (verb === 'write') {
      const [lines, path, codec] = names;
      await connection.run(
        `COPY (SELECT id, text FROM read_json(${quoted(lines)}, columns = {id: 'VARCHAR', text: 'VARCHAR'}, format = 'newline_delimited'))
         TO ${quoted(path)} (FORMAT parquet, COMPRESSION ${codec})`);
    } else {
      await (await connection.run(`SELECT sum(strlen(text)) FROM read_parquet(${quoted(names[0])})`)).getRows();
    }

    say({ seconds: [(performance.now() - start) / 1000] });
  }
}
