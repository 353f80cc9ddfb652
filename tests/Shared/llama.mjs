// llama.cpp, from the packages @node-llama-cpp/linux-x64 and koffi in the folder that SINTER_PEERS names, by its C interface. Standard input holds a JSON array of
// {"model": path, "tokens": [...], "encoder": false, "start": null}; the answer is a JSON array of {"rows": [[...], ...]}: the logits of every token, or for an encoder alone its last hidden
// states; for an encoder and a decoder, "tokens" go into the encoder and "start" into the decoder. {"error": text} where llama.cpp refuses. {"texts": [...]} asks for the {"ids": [[...], ...]} of texts instead, with special tokens, for which a vocabulary alone is enough.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.SINTER_PEERS, 'package.json'));
const koffi = require('koffi');
const home = join(process.env.SINTER_PEERS, 'node_modules', '@node-llama-cpp', 'linux-x64', 'bins', 'linux-x64');
const find = (start) => join(home, readdirSync(home).find((name) => name.startsWith(start) && name.includes('.so')));

const ggml = koffi.load(find('libggml.'));
const llama = koffi.load(find('libllama.'));
const log = koffi.proto('void Log(int level, const char *text, void *data)');
let said = '';
llama.func('void llama_log_set(Log *callback, void *data)')(koffi.register((level, text) => { said += level === 4 ? text : ''; }, koffi.pointer(log)), null);
ggml.func('void ggml_backend_load_all_from_path(const char *path)')(home);

// The parameters are structures by value. Their first fields are what is set here; a larger block stands for the rest, whatever the version has.
const Params = koffi.struct('Params', { words: koffi.array('uint32_t', 64) });
const modelParams = llama.func('Params llama_model_default_params()');
const contextParams = llama.func('Params llama_context_default_params()');
const loadModel = llama.func('void *llama_model_load_from_file(const char *path, Params params)');
const newContext = llama.func('void *llama_init_from_model(void *model, Params params)');
const Batch = koffi.struct('Batch', { count: 'int32_t', tokens: 'void *', embeddings: 'void *', positions: 'void *', sequences: 'void *', ids: 'void *', outputs: 'void *' });
const decode = llama.func('int llama_decode(void *context, Batch batch)');
const encode = llama.func('int llama_encode(void *context, Batch batch)');
const logits = llama.func('void *llama_get_logits_ith(void *context, int i)');
const embeddings = llama.func('void *llama_get_embeddings_ith(void *context, int i)');
const getVocab = llama.func('void *llama_model_get_vocab(void *model)');
const vocabularySize = llama.func('int llama_vocab_n_tokens(void *vocab)');
const width = llama.func('int llama_model_n_embd(void *model)');
const tokenize = llama.func('int llama_tokenize(void *vocab, const char *text, int length, _Out_ int *tokens, int most, bool special, bool parse)');
const free = llama.func('void llama_free(void *context)');
const freeModel = llama.func('void llama_model_free(void *model)');

const VOCABULARY_ONLY = 18;
const F32 = 0;
const [CONTEXT, BATCH, MICRO_BATCH, THREADS, BATCH_THREADS, POOLING, FLASH, KEY_TYPE, VALUE_TYPE, FLAGS] = [0, 1, 2, 7, 8, 11, 13, 26, 27, 32];

function batchOf(tokens) {
  const own = (type, values) => {
    const memory = koffi.alloc(type, tokens.length);
    koffi.encode(memory, koffi.array(type, tokens.length), values);
    return memory;
  };
  const first = koffi.alloc('int32_t', 1);
  koffi.encode(first, 'int32_t', 0);
  const sequences = koffi.alloc('void *', tokens.length);
  tokens.forEach((_, i) => koffi.encode(sequences, i * 8, 'void *', first));
  const ones = tokens.map(() => 1);
  return { count: tokens.length, tokens: own('int32_t', tokens), embeddings: null, positions: own('int32_t', [...tokens.keys()]), sequences: own('int32_t', ones), ids: sequences, outputs: own('int8_t', ones) };
}

const rowsOf = (context, count, size, read) => Array.from({ length: count }, (_, i) => Array.from(koffi.decode(read(context, i), koffi.array('float', size))));

function answer(request) {
  said = '';
  const settings = modelParams();
  settings.words[VOCABULARY_ONLY] |= request.texts === undefined ? 0 : 1;
  const model = loadModel(request.model, settings);
  if (model === null) {
    return { error: said.trim() || 'the model cannot be loaded' };
  }

  const vocab = getVocab(model);
  if (request.texts !== undefined) {
    const ids = new Int32Array(1 << 16);
    const answers = request.texts.map((text) => Array.from(ids.subarray(0, Math.max(0, tokenize(vocab, text, Buffer.byteLength(text), ids, ids.length, true, false)))));
    freeModel(model);
    return { ids: answers };
  }

  const params = contextParams();
  params.words[CONTEXT] = params.words[BATCH] = params.words[MICRO_BATCH] = 512;
  params.words[THREADS] = params.words[BATCH_THREADS] = 1;
  params.words[FLASH] = 0;
  params.words[KEY_TYPE] = params.words[VALUE_TYPE] = F32;
  if (request.encoder && request.start == null) {
    params.words[POOLING] = 0;
    params.words[FLAGS] |= 1;
  }

  const context = newContext(model, params);
  if (context === null) {
    return { error: said.trim() || 'no context can be made' };
  }

  let code = 0;
  if (request.encoder) {
    code = encode(context, batchOf(request.tokens));
  }

  const asked = request.start ?? request.tokens;
  if (code === 0 && (!request.encoder || request.start != null)) {
    code = decode(context, batchOf(asked));
  }

  if (code !== 0) {
    return { error: `llama.cpp gives the code ${code}: ${said.trim()}` };
  }

  const rows = request.encoder && request.start == null
    ? rowsOf(context, asked.length, width(model), embeddings)
    : rowsOf(context, asked.length, vocabularySize(vocab), logits);
  free(context);
  freeModel(model);
  return { rows };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(process.env.SINTER_REQUEST, 'utf8')).map(answer)) + '\n', () => process.exit(0));
