using System.Globalization;

namespace Sinter.Data.Mixing;

/// <summary>How much a mixture takes of each part of its sources. It is arithmetic over their sizes alone.</summary>
public sealed record MixturePlan
{
    /// <summary>What amounts are counted in.</summary>
    public required MixtureUnit Unit { get; init; }

    /// <summary>The parts, source by source; within a source in the order in which they were met.</summary>
    public required IReadOnlyList<MixturePart> Parts { get; init; }

    /// <summary>How large the mixture was to be.</summary>
    public required double Total { get; init; }

    /// <summary>What a user should know, each one sentence.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Plans a mixture of parts that have been counted.</summary>
    /// <exception cref="InvalidDataException">The spec asks for what the sources cannot give.</exception>
    public static MixturePlan Of(MixtureSpec spec, IReadOnlyList<MixturePart> parts)
    {
        spec.Check();
        var sizes = spec.Sources.Select((_, source) => parts.Where(part => part.Source == source).Sum(part => part.Size(spec.Unit))).ToArray();
        if (Array.IndexOf(sizes, 0) is var empty and >= 0)
        {
            throw new InvalidDataException($"The source '{spec.Sources[empty].Name}' holds no {Name(spec.Unit)}; check its inputs, or leave it out.");
        }

        var cap = spec.MaximumEpochs ?? (spec.Budget is null ? 1 : MixtureSpec.UsualMaximumEpochs);
        var capacities = sizes.Select(size => cap * size).ToArray();
        var weights = Weights(spec, sizes);
        var shares = spec.Sources.Select(static source => source.Share ?? 0).ToArray();
        var read = spec.Sources.Select((source, i) => (source.Epochs ?? 0) * sizes[i]).ToArray();
        var total = spec.Budget ?? Largest(shares, weights, read.Sum(), capacities);
        var left = total - read.Sum() - (total * shares.Sum());
        if (left < -Allotment.Tolerance * total)
        {
            throw new InvalidDataException(Text($"Shares and epochs ask for {total - left:#,0} {Name(spec.Unit)}, and the budget is {total:#,0}; raise the budget or lower them."));
        }

        // What shares and weights ask for; those that run out give the rest to the others in this relation.
        var asked = shares.Select((share, i) => (share * total) + (weights[i] * Math.Max(0, left))).ToArray();
        var wanted = asked.Sum();
        var room = capacities.Where((_, i) => asked[i] > 0).Sum();
        if (wanted > room * (1 + Allotment.Tolerance))
        {
            throw new InvalidDataException(Text($"The budget asks for {wanted:#,0} {Name(spec.Unit)} where the sources hold {room:#,0} in {cap:0.###} {(cap == 1 ? "epoch" : "epochs")}; lower the budget or raise the maximum of epochs."));
        }

        var filled = Allotment.Fill(asked, capacities, wanted);
        return new MixturePlan
        {
            Unit = spec.Unit,
            Total = total,
            Parts = Divide(spec, parts, filled, asked, cap),
            Warnings = [.. Tell(spec, sizes, asked, filled, total, asked.Sum() + read.Sum(), cap)],
        };
    }

    /// <summary>A unit in words.</summary>
    public static string Name(MixtureUnit unit) => unit switch
    {
        MixtureUnit.Documents => "documents",
        MixtureUnit.Bytes => "bytes of text",
        _ => "tokens",
    };

    /// <summary>The parts, adding up to 1, of what shares and epochs leave.</summary>
    private static double[] Weights(MixtureSpec spec, long[] sizes)
    {
        var weights = spec.Sources.Select((source, i) => source is not { Share: null, Epochs: null } ? 0 : source.Weight ?? Allotment.Power(sizes[i], spec.Alpha)).ToArray();
        var sum = weights.Sum();
        return sum == 0 ? weights : [.. weights.Select(weight => weight / sum)];
    }

    /// <summary>The largest mixture in which no source gives more than its capacity.</summary>
    private static double Largest(double[] shares, double[] weights, double read, double[] capacities)
    {
        var shared = shares.Sum();
        var largest = weights.Sum() == 0 && read > 0 ? read / (1 - shared) : double.PositiveInfinity;
        for (var i = 0; i < capacities.Length; i++)
        {
            if (shares[i] > 0)
            {
                largest = Math.Min(largest, capacities[i] / shares[i]);
            }
            else if (weights[i] > 0)
            {
                largest = Math.Min(largest, ((capacities[i] / weights[i]) + read) / (1 - shared));
            }
        }

        return largest;
    }

    private static MixturePart[] Divide(MixtureSpec spec, IReadOnlyList<MixturePart> parts, double[] filled, double[] asked, double cap)
    {
        var amounts = new double[parts.Count];
        var wishes = new double[parts.Count];
        var planned = new long[parts.Count];
        foreach (var (i, source) in spec.Sources.Index())
        {
            var own = Enumerable.Range(0, parts.Count).Where(part => parts[part].Source == i).ToList();
            var sizes = own.ConvertAll(part => parts[part].Size(spec.Unit));
            var powers = sizes.ConvertAll(size => Allotment.Power(size, own.Count == 1 ? 1 : spec.Alpha));
            var taken = Allotment.Fill(powers, sizes.ConvertAll(size => cap * size), filled[i]);
            foreach (var (place, part) in own.Index())
            {
                amounts[part] = source.Epochs is null ? taken[place] : 0;
                planned[part] = source.Epochs is { } epochs ? (long)Math.Round(epochs * sizes[place], MidpointRounding.AwayFromZero) : 0;
                wishes[part] = source.Epochs is null ? asked[i] * powers[place] / powers.Sum() : planned[part];
            }
        }

        var rounded = Allotment.Round(amounts);
        return [.. parts.Select((part, i) => part with
        {
            Asked = wishes[i],
            Wanted = planned[i] + rounded[i],
            IsExhausted = amounts[i] < wishes[i] * (1 - Allotment.Tolerance) && planned[i] == 0,
            WholeEpochs = part.Size(spec.Unit) == 0 ? 0 : (int)((planned[i] + rounded[i]) / part.Size(spec.Unit)),
        })];
    }

    private static IEnumerable<string> Tell(MixtureSpec spec, long[] sizes, double[] asked, double[] filled, double total, double reached, double cap)
    {
        foreach (var (i, source) in spec.Sources.Index())
        {
            if (filled[i] < asked[i] * (1 - Allotment.Tolerance))
            {
                yield return Text($"'{source.Name}' was to give {asked[i]:#,0} {Name(spec.Unit)} and holds {sizes[i]:#,0}: it is read {cap:0.###} {(cap == 1 ? "time" : "times")}, and the other sources take the rest.");
            }
        }

        if (reached < total * (1 - Allotment.Tolerance))
        {
            yield return Text($"Shares and epochs make {reached:#,0} of the {total:#,0} {Name(spec.Unit)} of the budget; give a source a weight to take the rest.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
