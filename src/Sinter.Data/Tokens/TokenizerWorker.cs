using System.Buffers;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Sinter.Data.Language;

namespace Sinter.Data.Tokens;

/// <summary>Counts what some tokenizers make of the documents of one thread; the sums of all threads are the same however the documents were dealt out.</summary>
internal sealed class TokenizerWorker(IReadOnlyList<NamedTokenizer> tokenizers)
{
    // The language of a document shows in its first few thousand characters.
    private const int JudgedCharacters = 4000;
    private const int SampleCharacters = 240;

    private readonly ArrayBufferWriter<byte> _utf8 = new(1 << 16);
    private readonly List<int> _ids = [];
    private readonly int?[] _unknown = [.. tokenizers.Select(static named => named.Tokenizer.UnknownToken)];

    /// <summary>What was counted, by the code of the language; an empty code where none can be told.</summary>
    public Dictionary<string, MeasuredText> Languages { get; } = new(StringComparer.Ordinal);

    /// <summary>The document of each language whose id has the lowest hash, with that hash: a choice that the order of documents does not change.</summary>
    public Dictionary<string, (ulong Hash, TokenizedSample Sample)> Samples { get; } = new(StringComparer.Ordinal);

    /// <summary>For each tokenizer how often each id was used.</summary>
    public long[][] Uses { get; } = [.. tokenizers.Select(static named => new long[named.Tokenizer.VocabularySize])];

    /// <summary>For each tokenizer the time that it took, in ticks of <see cref="Stopwatch"/>.</summary>
    public long[] Ticks { get; } = new long[tokenizers.Count];

    /// <summary>Counts a document.</summary>
    public void Add(Document document)
    {
        var text = document.Text;
        _utf8.ResetWrittenCount();
        Encoding.UTF8.GetBytes(text, _utf8);
        var language = LanguageIdentifier.Default.Identify(text.AsSpan(0, Math.Min(text.Length, JudgedCharacters))).Code;
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(Languages, language, out _);
        counts ??= new MeasuredText(tokenizers.Count);
        counts.AddDocument(text, _utf8.WrittenCount);
        for (var i = 0; i < tokenizers.Count; i++)
        {
            var before = Stopwatch.GetTimestamp();
            _ids.Clear();
            tokenizers[i].Tokenizer.EncodeUtf8(_utf8.WrittenSpan, _ids);
            Ticks[i] += Stopwatch.GetTimestamp() - before;
            counts.AddTokens(i, _ids.Count, CountUses(Uses[i], _unknown[i]));
        }

        Sample(document, language);
    }

    private long CountUses(long[] uses, int? unknownId)
    {
        long unknown = 0;
        foreach (var id in CollectionsMarshal.AsSpan(_ids))
        {
            uses[id]++;
            unknown += id == unknownId ? 1 : 0;
        }

        return unknown;
    }

    private void Sample(Document document, string language)
    {
        var hash = StableHash.Of(document.Id);
        ref var best = ref CollectionsMarshal.GetValueRefOrAddDefault(Samples, language, out var known);
        if (!known || hash < best.Hash)
        {
            var text = document.Text.AsSpan().TrimStart();
            var length = Math.Min(text.Length, SampleCharacters);
            length -= length < text.Length && char.IsHighSurrogate(text[length - 1]) ? 1 : 0;
            best = (hash, new TokenizedSample(document.Id, text[..length].ToString()));
        }
    }
}
