using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Sinter.Bench.Benchmarks.Data;
using Sinter.Bench.Peers;
using Sinter.Tokenizers;

namespace Sinter.Bench.Benchmarks.Tokenizers;

/// <summary>Encoding and decoding of documents with real vocabularies, the memory that a loaded one takes, and the training of BPE. Bytes are those of the texts as UTF-8.</summary>
internal sealed class TokenizerBenchmark : IBenchmark
{
    private const int Rounds = 3;
    private const int TrainedVocabulary = 30_000;

    /// <summary>Where no number of megabytes is given: as much text as is trained on.</summary>
    private const int TrainingMegabytes = 20;

    /// <summary>A vocabulary: its file, and the names that the peers know it by where they do; Hugging Face's reads what we write.</summary>
    private static readonly (string Name, string File, string? Tiktoken, bool HuggingFace)[] Vocabularies =
    [
        ("gpt2", "tokenizers/gpt2/encoder.json", "gpt2", true),
        ("cl100k", "tokenizers/tiktoken/cl100k_base.tiktoken", "cl100k_base", true),
        ("o200k", "tokenizers/tiktoken/o200k_base.tiktoken", "o200k_base", false),
        ("llama", "tokenizers/llama.cpp-vocab/ggml-vocab-llama-spm.gguf", null, false),
        ("unigram", "tokenizers/hf-fixtures/spiece.model", null, false),
        ("wordpiece", "tokenizers/bert-uncased/vocab.txt", null, true),
    ];

    public string Name => "tokenizer";

    public string Description => "Documents encoded and decoded with real vocabularies, and BPE trained. Peers: tiktoken, and Hugging Face's tokenizers, with the same ids where they are compared.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        if (AssetTexts.Folder() is not { } assets)
        {
            yield break;
        }

        var texts = TokenizerText.All(assets);
        foreach (var vocabulary in Vocabularies)
        {
            var tokenizer = new Lazy<Tokenizer>(() => Tokenizer.Load(Path.Combine(assets, vocabulary.File)));
            foreach (var text in texts)
            {
                foreach (var row in Rows(settings, vocabulary, tokenizer, text))
                {
                    yield return row;
                }
            }
        }

        foreach (var row in Memory(settings, assets).Concat(Training(settings, assets)))
        {
            yield return row;
        }
    }

    private static IEnumerable<Measurement> Rows(
        BenchSettings settings, (string Name, string File, string? Tiktoken, bool HuggingFace) vocabulary, Lazy<Tokenizer> tokenizer, TokenizerText text)
    {
        var (encode, decode) = ($"encode {vocabulary.Name}", $"decode {vocabulary.Name}");
        if (settings.Wants(encode, text.Shape))
        {
            if (vocabulary.Tiktoken is { } name)
            {
                yield return Compared(settings, "tiktoken.mjs", name, encode, tokenizer.Value, text, "ratio 8");
            }

            if (vocabulary.HuggingFace)
            {
                var file = Path.Combine(BenchmarkInput.Folder, vocabulary.Name + ".tokenizer.json");
                tokenizer.Value.Save(file);
                yield return Compared(settings, "tokenizers.mjs", file, encode, tokenizer.Value, text, "ratio 15");
            }

            if (vocabulary.Tiktoken is null && !vocabulary.HuggingFace)
            {
                yield return Throughput.Best(Rounds, () => Encode(tokenizer.Value, text, 1)).ToRow(encode, text.Shape, 1, text.Bytes);
            }

            if (settings.Threads > 1)
            {
                yield return Throughput.Best(Rounds, () => Encode(tokenizer.Value, text, settings.Threads)).ToRow(encode, text.Shape, settings.Threads, text.Bytes);
            }
        }

        if (settings.Wants(decode, text.Shape))
        {
            var ids = text.Documents.Select(document => tokenizer.Value.Encode(document)).ToArray();
            using var turns = Turns.With(vocabulary.Tiktoken is null ? null : "tiktoken.mjs", settings with { Threads = 1 }, Rounds);
            var (own, peer) = turns.Quickest(() => Array.ForEach(ids, one => tokenizer.Value.DecodeBytes(one)), Question("decode", vocabulary.Tiktoken ?? "", text.JsonFile));
            yield return own.ToRow(decode, text.Shape, 1, text.Bytes) with { Peer = peer is null ? null : turns.Peer, PeerRate = text.Bytes / 1e6 / peer };
        }
    }

    /// <summary>One thread of ours beside one of a peer's, after it was seen that both give the same ids.</summary>
    private static Measurement Compared(BenchSettings settings, string script, string vocabulary, string name, Tokenizer tokenizer, TokenizerText text, string goal)
    {
        using var turns = Turns.With(script, settings with { Threads = 1 }, Rounds);
        if (turns.Peer is not null)
        {
            var path = Path.Combine(BenchmarkInput.Folder, "peer.ids");
            turns.Prepare(Question("ids", vocabulary, text.JsonFile, path));
            if (!MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(path)).SequenceEqual(text.Documents.SelectMany(document => tokenizer.Encode(document)).ToArray()))
            {
                throw new InvalidOperationException($"{turns.Peer} gives other ids than Sinter for '{name}', {text.Shape}.");
            }
        }

        Encode(tokenizer, text, 1);
        var (own, peer) = turns.Quickest(() => Encode(tokenizer, text, 1), Question("encode", vocabulary, text.JsonFile));
        return own.ToRow(name, text.Shape, 1, text.Bytes) with { Peer = peer is null ? null : turns.Peer, PeerRate = text.Bytes / 1e6 / peer, Goal = goal };
    }

    private static void Encode(Tokenizer tokenizer, TokenizerText text, int threads)
    {
        if (threads > 1)
        {
            tokenizer.EncodeAll(text.Documents, threads);
            return;
        }

        foreach (var document in text.Documents)
        {
            tokenizer.Encode(document);
        }
    }

    /// <summary>What a loaded vocabulary keeps on the managed heap, and what encoding takes there once warm, for each token.</summary>
    private static IEnumerable<Measurement> Memory(BenchSettings settings, string assets)
    {
        const string Loaded = "memory o200k";
        if (!settings.Wants(Loaded, "loaded"))
        {
            yield break;
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var tokenizer = Tokenizer.Load(Path.Combine(assets, "tokenizers/tiktoken/o200k_base.tiktoken"));
        var seconds = clock.Elapsed.TotalSeconds;
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        yield return new Measurement { Name = Loaded, Shape = "loaded", Threads = 1, Unit = RateUnit.Microseconds, Rate = seconds * 1e6, WorkMegabytes = taken / 1e6, Goal = "work 60 MB" };

        var text = Encoding.UTF8.GetBytes(TokenizerText.All(assets)[0].Documents[0]);
        var ids = new List<int>(text.Length);
        tokenizer.EncodeUtf8(text, ids);
        ids.Clear();
        before = GC.GetAllocatedBytesForCurrentThread();
        tokenizer.EncodeUtf8(text, ids);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        yield return new Measurement { Name = Loaded, Shape = $"encoding {ids.Count} tokens", Threads = 1, Unit = RateUnit.Microseconds, Rate = 0, WorkMegabytes = allocated / 1e6, Goal = "work 0 MB" };
    }

    private static IEnumerable<Measurement> Training(BenchSettings settings, string assets)
    {
        var bytes = (settings.Megabytes ?? TrainingMegabytes) * 1_000_000L;
        var shape = $"{TrainedVocabulary} tokens, {bytes / 1_000_000} MB";
        if (!settings.Wants("train bpe", shape))
        {
            yield break;
        }

        var path = TokenizerText.Training(assets, bytes);
        var form = Path.Combine(BenchmarkInput.Folder, "untrained.tokenizer.json");
        File.WriteAllText(form, """
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
            "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},"post_processor":null,"decoder":null,
            "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"vocab":{},"merges":[]}}
            """);
        foreach (var threads in settings.Threads > 1 ? [1, settings.Threads] : new[] { 1 })
        {
            using var turns = Turns.With("tokenizers.mjs", settings with { Threads = threads }, rounds: 1);
            var trainer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = TrainedVocabulary, Threads = threads });
            var (own, peer) = turns.Quickest(() => trainer.Train(File.ReadLines(path)), Question("train", form, path));
            yield return own.ToRow("train bpe", shape, threads, bytes) with { Peer = peer is null ? null : turns.Peer, PeerRate = bytes / 1e6 / peer, Goal = "ratio 2" };
        }
    }

    private static string Question(params string[] words) => JsonSerializer.Serialize(words);
}
