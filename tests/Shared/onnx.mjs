// ONNX Runtime, from the package onnxruntime-node in the folder that SINTER_PEERS names. The file that SINTER_REQUEST names holds a JSON array of
// {"model": path, "inputs": {name: {"shape": [...], "values": [...]}}}, whose values are 64-bit integers; the answer is a JSON array of
// {"outputs": {name: {"shape": [...], "values": [...]}}}, or {"error": text} where it refuses a model or an input.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.SINTER_PEERS, 'package.json'));
const { InferenceSession, Tensor } = require('onnxruntime-node');

const answers = [];
for (const { model, inputs } of JSON.parse(readFileSync(process.env.SINTER_REQUEST, 'utf8'))) {
  try {
    const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
    const fed = Object.fromEntries(Object.entries(inputs).map(([name, { shape, values }]) => [name, new Tensor('int64', BigInt64Array.from(values.map(BigInt)), shape)]));
    const given = await session.run(fed);
    const outputs = Object.fromEntries(Object.entries(given).map(([name, { dims, data }]) => [name, { shape: dims, values: Array.from(data) }]));
    answers.push({ outputs });
    await session.release();
  } catch (error) {
    answers.push({ error: String(error.message) });
  }
}

process.stdout.write(JSON.stringify(answers));
