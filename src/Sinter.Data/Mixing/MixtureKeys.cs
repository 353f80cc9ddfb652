using System.Globalization;

namespace Sinter.Data.Mixing;

/// <summary>Where each copy of a document stands in the order of a mixture.</summary>
internal sealed class MixtureKeys
{
    private readonly MixtureSpec _spec;
    private readonly MixtureReader _reader;
    private readonly long[] _totals;

    // For each source and each copy: how many documents have been met that have so many copies, and how many copies of lower numbers all documents have.
    private readonly long[][] _met;
    private readonly long[][] _before;

    public MixtureKeys(MixtureSpec spec, MixtureReader reader, MixturePlan plan)
    {
        _spec = spec;
        _reader = reader;
        _met = new long[spec.Sources.Count][];
        _before = new long[spec.Sources.Count][];
        _totals = new long[spec.Sources.Count];
        for (var source = 0; source < spec.Sources.Count; source++)
        {
            var parts = plan.Parts.Where(part => part.Source == source).ToList();
            var most = parts.Max(static part => part.WholeEpochs) + 1;
            _met[source] = new long[most + 1];
            _before[source] = new long[most + 2];
            for (var copy = 1; copy <= most; copy++)
            {
                _before[source][copy + 1] = _before[source][copy]
                    + parts.Sum(part => part.WholeEpochs >= copy ? part.Documents : part.WholeEpochs == copy - 1 ? part.ExtraDocuments : 0);
            }

            _totals[source] = _before[source][most + 1];
        }
    }

    /// <summary>The documents of a curriculum that lack the number that it is ordered by.</summary>
    public long Unordered { get; private set; }

    /// <summary>What a curriculum is ordered by: the length or the number in the metadata; null where that is missing or no number.</summary>
    public double? Measure(Document document) =>
        _spec.Order != MixtureOrder.Curriculum ? null
        : _spec.OrderBy == MixtureSpec.LengthKey ? MixtureReader.Bytes(document.Text)
        : document.Metadata.TryGetValue(_spec.OrderBy, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !double.IsNaN(value) ? value
        : null;

    /// <summary>The key and the tie of the next document's copy; documents of a source are asked for in order.</summary>
    public (ulong Key, ulong Tie) Next(int source, string id, int copy, double? measure)
    {
        var place = _before[source][copy] + _met[source][copy]++;
        switch (_spec.Order)
        {
            case MixtureOrder.Given:
                return ((ulong)source, (ulong)place);
            case MixtureOrder.Interleaved:
                // (place + 1/2) / total as a fraction of 2^64.
                return ((ulong)((((UInt128)(ulong)place << 1) + 1 << 63) / (ulong)_totals[source]), (ulong)source);
            case MixtureOrder.Curriculum:
                Unordered += measure is null && copy == 1 ? 1 : 0;
                return (measure is { } value ? Sortable(value) : ulong.MaxValue, _reader.Shuffle(source, id, copy));
            default:
                return (_reader.Shuffle(source, id, copy), (ulong)source);
        }
    }

    /// <summary>A number whose order as an integer is the order of the values, below the greatest integer.</summary>
    private ulong Sortable(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value);
        var ascending = (bits >> 63) != 0 ? ~bits : bits | (1UL << 63);
        return _spec.Descending ? ~ascending - 1 : ascending;
    }
}
