using System.Text;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Tokenizers;

namespace Sinter.Data.Mixing;

/// <summary>Reads the sources of a mixture, on all threads and in order; both passes over them go through here, so that they see the same.</summary>
internal sealed class MixtureReader(MixtureSpec spec, Tokenizer? tokenizer, int threads)
{
    /// <summary>What one thread works with.</summary>
    internal sealed class Worker(Tokenizer? tokenizer)
    {
        private readonly List<int> _tokens = [];

        public long Tokens(string text)
        {
            if (tokenizer is null)
            {
                return TokenEstimate.Of(text);
            }

            _tokens.Clear();
            tokenizer.Encode(text, _tokens);
            return _tokens.Count;
        }
    }

    /// <summary>The blocks of all sources, each mapped by <paramref name="map"/>, in order.</summary>
    public IEnumerable<T> Read<T>(Func<Worker, int, RecordBlock, T> map, CancellationToken cancellation) => OrderedParallel.Map(
        spec.Sources.Index().SelectMany(source => Blocks(source.Item).Select(block => (source.Index, block))),
        () => new Worker(tokenizer),
        (worker, item) => map(worker, item.Index, item.block),
        threads,
        cancellation);

    /// <summary>The value that parts a source; empty where the source is one part or the document lacks the key.</summary>
    public string Group(int source, Document document) =>
        spec.Sources[source].GroupBy is { } key && document.Metadata.TryGetValue(key, out var value) ? value : "";

    /// <summary>Which documents of a part are taken once more than others: those of the lowest rank. It does not depend on the budget, so that a larger mixture holds the smaller one.</summary>
    public ulong Rank(int source, string id) => StableHash.Of(id, StableHash.Of(spec.Sources[source].Name, spec.Seed));

    /// <summary>Where a copy stands in a shuffle.</summary>
    public ulong Shuffle(int source, string id, int copy) => StableHash.Of(id, StableHash.Of(spec.Sources[source].Name, spec.Seed + (0x9E3779B97F4A7C15 * (ulong)copy)));

    /// <summary>The amount of a document in the unit of the mixture.</summary>
    public static long Amount(MixtureUnit unit, long bytes, long tokens) => unit switch
    {
        MixtureUnit.Documents => 1,
        MixtureUnit.Bytes => bytes,
        _ => tokens,
    };

    /// <summary>The bytes of UTF-8 of a text.</summary>
    public static long Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static IEnumerable<RecordBlock> Blocks(MixtureSource source)
    {
        // Records with other names of fields are written in Sinter's own form, as one data set has one form.
        var settings = new ReadSettings
        {
            TextField = source.TextField,
            IdField = source.IdField,
            KeepRecords = source is { TextField: "text", IdField: "id" },
        };
        return source.Inputs.SelectMany(input => DocumentReader.Read(input, settings, source.Format));
    }
}
