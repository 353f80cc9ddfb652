using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sinter.Data.Packing;

/// <summary>One of the data sets that are mixed.</summary>
/// <param name="Name">Its name in the mixture; the order of its sequences follows from it and the seed, whatever else is mixed.</param>
/// <param name="Data">The data set; it must stay open.</param>
/// <param name="Weight">Its share of the sequences, in relation to the others: above 0.</param>
public sealed record WeightedDataset(string Name, PackedDataset Data, double Weight);

/// <summary>
/// Several packed data sets as one endless row of sequences, in which each takes turns by its weight, evenly spread, and each is read in shuffled epochs of its own: a small set comes again when
/// all its sequences were read. Nothing is copied. Weights are rounded to 1/65536.
/// </summary>
public sealed class SequenceMixture : ISequenceSource
{
    private const int MaximumParts = 1024;

    private readonly IReadOnlyList<WeightedDataset> _parts;
    private readonly ShuffledSequences[] _sequences;
    private readonly WeightedSchedule _schedule;

    /// <summary>Mixes data sets.</summary>
    /// <exception cref="ArgumentException">There is none or more than 1024, two have one name, or a weight is not above 0.</exception>
    /// <exception cref="InvalidDataException">They do not fit together, or one is empty.</exception>
    public SequenceMixture(IReadOnlyList<WeightedDataset> parts, ulong seed)
    {
        Check(parts);
        _parts = parts;
        _sequences = [.. parts.Select(part => new ShuffledSequences(part.Data, StableHash.Of(part.Name, seed)))];
        _schedule = new WeightedSchedule([.. parts.Select(part => part.Weight)]);
        var order = string.Join('\n', parts.Select((part, i) => string.Create(CultureInfo.InvariantCulture, $"{part.Weight:R} {_sequences[i].OrderFingerprint}")));
        OrderFingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("mixture\n" + order)));
    }

    /// <inheritdoc/>
    public int ContextLength => _sequences[0].ContextLength;

    /// <inheritdoc/>
    public int VocabularySize => _sequences[0].VocabularySize;

    /// <inheritdoc/>
    public string TokenizerFingerprint => _sequences[0].TokenizerFingerprint;

    /// <inheritdoc/>
    public string OrderFingerprint { get; }

    /// <summary>Which part stands at a place, and which sequence of it.</summary>
    public (int Part, long Sequence) At(long place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        var (part, rank) = _schedule[place];
        return (part, _sequences[part].SequenceAt(rank));
    }

    /// <inheritdoc/>
    public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
    {
        var (part, sequence) = At(place);
        _parts[part].Data.Read(sequence, tokens, targets, documentStarts);
    }

    /// <summary>How many of the first places each part has, and how often that goes through it: above 1, its sequences repeat.</summary>
    public IReadOnlyList<(string Name, long Sequences, double Epochs)> Shares(long places)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(places);
        var counts = _schedule.CountsOf(places);
        return [.. _parts.Select((part, i) => (part.Name, counts[i], (double)counts[i] / part.Data.Sequences))];
    }

    private static void Check(IReadOnlyList<WeightedDataset> parts)
    {
        if (parts.Count is 0 or > MaximumParts)
        {
            throw new ArgumentException($"A mixture has from 1 to {MaximumParts} data sets, not {parts.Count}.", nameof(parts));
        }

        foreach (var part in parts)
        {
            var (first, data) = (parts[0].Data, part.Data);
            if (!(part.Weight > 0) || !double.IsFinite(part.Weight) || parts.Count(other => string.Equals(other.Name, part.Name, StringComparison.Ordinal)) > 1)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The data set '{part.Name}' has the weight {part.Weight}; each needs a name of its own and a weight above 0."), nameof(parts));
            }

            if (data.ContextLength != first.ContextLength || data.VocabularySize != first.VocabularySize || !string.Equals(data.TokenizerFingerprint, first.TokenizerFingerprint, StringComparison.Ordinal))
            {
                throw new InvalidDataException(
                    $"The data sets '{parts[0].Name}' and '{part.Name}' do not fit together: sequences of {first.ContextLength} and {data.ContextLength} tokens, vocabularies of {first.VocabularySize} and {data.VocabularySize}, "
                    + "or other tokenizers; pack both with one tokenizer and context.");
            }
        }
    }
}
