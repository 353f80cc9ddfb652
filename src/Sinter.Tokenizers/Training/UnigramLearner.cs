using System.Collections.Concurrent;

namespace Sinter.Tokenizers.Training;

/// <summary>
/// Learns the pieces of a Unigram model as SentencePiece does (Kudo 2018): from many substrings, estimate their probabilities by expectation
/// maximisation with a sparse prior, drop those whose loss costs the text least, and so on until the wanted number is left. Sums over the text are taken in
/// fixed parts and in their order, so that the result is the same at any number of threads.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="size">The number of pieces wanted, characters included.</param>
/// <param name="longest">The longest piece, in characters.</param>
/// <param name="threads">The number of threads.</param>
/// <param name="reserved">What no piece may be, since it is a token of another kind.</param>
internal sealed class UnigramLearner(UnigramText text, int size, int longest, int threads, IReadOnlyCollection<string> reserved)
{
    private const int Seeds = 1_000_000;
    private const int RoundsOfEstimation = 2;
    private const double Kept = 0.75;
    private const double LeastExpected = 0.5;
    private const double ScoreStep = 1e-4;
    private const int Parts = 16;

    /// <summary>The size at which estimation ends; the rest go by their probability.</summary>
    private readonly int _enough = (int)Math.Min(size * 11L / 10, int.MaxValue);

    /// <summary>Learns.</summary>
    /// <param name="report">Told the share of the work that is done, often.</param>
    /// <param name="cancellation">Ends the training early.</param>
    /// <returns>The pieces, the most probable first.</returns>
    public List<(string Piece, double Score)> Learn(Action<double> report, CancellationToken cancellation)
    {
        var pieces = FirstPieces(cancellation);
        var first = pieces.Count;
        while (true)
        {
            for (var round = 0; round < RoundsOfEstimation; round++)
            {
                pieces = Estimate(pieces, cancellation);
            }

            report(Math.Clamp(Math.Log((double)first / pieces.Count) / Math.Log((double)first / Math.Min(_enough, first - 1)), 0, 1));
            if (pieces.Count <= _enough)
            {
                return Finish(pieces);
            }

            pieces = Prune(pieces, cancellation);
        }
    }

    /// <summary>All characters, then the seeds.</summary>
    private UnigramPieces FirstPieces(CancellationToken cancellation)
    {
        var counts = new double[text.Alphabet.Length + 1];
        for (var stretch = 0; stretch < text.Count; stretch++)
        {
            foreach (var character in text.Stretch(stretch))
            {
                counts[character] += text.Times(stretch);
            }
        }

        var seeds = new SeedPieces(text, longest).Find(Seeds, threads, cancellation);
        int[][] characters = [.. Enumerable.Range(1, text.Alphabet.Length).Select(static character => new[] { character }),
            .. seeds.Select(seed => text.Characters[seed.Place..(seed.Place + seed.Length)])];
        double[] scores = [.. counts.Skip(1), .. seeds.Select(static seed => seed.Score)];
        var sum = Math.Log(scores.Sum());
        return new UnigramPieces(characters, Array.ConvertAll(scores, score => Math.Log(Math.Max(score, 1)) - sum));
    }

    /// <summary>One step of expectation and maximisation; pieces that are hardly expected are dropped.</summary>
    private UnigramPieces Estimate(UnigramPieces pieces, CancellationToken cancellation)
    {
        var expected = OverText(pieces, static (lattice, text, stretch, sums) => lattice.Expect(text.Stretch(stretch), text.Times(stretch), sums), cancellation);
        int[] kept = [.. Enumerable.Range(0, pieces.Count).Where(piece => expected[piece] >= LeastExpected)];
        var total = Digamma.Of(kept.Sum(piece => expected[piece]));
        return pieces.Select(kept, piece => Digamma.Of(expected[piece]) - total);
    }

    /// <summary>Drops the pieces that the text can best do without.</summary>
    private UnigramPieces Prune(UnigramPieces pieces, CancellationToken cancellation)
    {
        var counts = OverText(pieces, static (lattice, text, stretch, sums) =>
        {
            lattice.Best(text.Stretch(stretch), lattice.Found);
            foreach (var piece in lattice.Found)
            {
                if (piece != PieceTrie.None)
                {
                    sums[piece] += text.Times(stretch);
                }
            }
        }, cancellation);
        var sum = counts.Sum();
        var losses = new double[pieces.Count];
        Parallel.ForEach(
            Partitioner.Create(0, pieces.Count),
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            range =>
            {
                var lattice = new UnigramLattice(pieces);
                for (var piece = range.Item1; piece < range.Item2; piece++)
                {
                    losses[piece] = Loss(piece, pieces, counts, sum, lattice);
                }
            });

        var wanted = Math.Max(_enough, (int)(pieces.Count * Kept));
        int[] kept = [.. Enumerable.Range(0, pieces.Count)
            .Where(piece => !double.IsNegativeInfinity(losses[piece]))
            .OrderByDescending(piece => losses[piece])
            .Take(wanted)];
        return pieces.Select(kept, pieces.Score);
    }

    /// <summary>How much less probable the text becomes without a piece, if all it stood for is written in the next best way: infinite for a character.</summary>
    private static double Loss(int piece, UnigramPieces pieces, double[] counts, double sum, UnigramLattice lattice)
    {
        if (pieces.Characters(piece).Length == 1)
        {
            return double.PositiveInfinity;
        }

        if (counts[piece] == 0)
        {
            return double.NegativeInfinity;
        }

        var other = lattice.Found;
        lattice.Best(pieces.Characters(piece), other, without: piece);
        var newSum = Math.Log(sum + (counts[piece] * (other.Count - 1)));
        var change = Math.Log(counts[piece]) - Math.Log(sum);
        foreach (var part in other)
        {
            change -= (part == PieceTrie.None ? pieces.UnknownScore : Math.Log(counts[part] + counts[piece])) - newSum;
        }

        return counts[piece] * change;
    }

    /// <summary>All characters and the most probable pieces, exactly as many as wanted where there are so many.</summary>
    private List<(string Piece, double Score)> Finish(UnigramPieces pieces)
    {
        var scores = Enumerable.Range(0, pieces.Count).ToDictionary(piece => text.Text(pieces.Characters(piece)), pieces.Score, StringComparer.Ordinal);
        var result = new List<(string Piece, double Score)>();
        var least = scores.Values.DefaultIfEmpty(0).Min();
        foreach (var character in text.Alphabet.Select(static rune => rune.ToString()))
        {
            // A character that longer pieces made needless stays, so that every text can be written.
            result.Add((character, scores.TryGetValue(character, out var score) ? score : least -= ScoreStep));
            scores.Remove(character);
        }

        foreach (var token in reserved)
        {
            scores.Remove(token);
        }

        result.AddRange(scores.OrderByDescending(static entry => entry.Value).ThenBy(static entry => entry.Key, StringComparer.Ordinal)
            .Take(size - result.Count)
            .Select(static entry => (entry.Key, entry.Value)));
        return [.. result.OrderByDescending(static entry => entry.Score).ThenBy(static entry => entry.Piece, StringComparer.Ordinal)];
    }

    private double[] OverText(UnigramPieces pieces, Action<UnigramLattice, UnigramText, int, double[]> add, CancellationToken cancellation)
    {
        var sums = new double[Parts][];
        Parallel.For(0, Parts, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, part =>
        {
            var lattice = new UnigramLattice(pieces);
            sums[part] = new double[pieces.Count];
            var end = (int)((long)text.Count * (part + 1) / Parts);
            for (var stretch = (int)((long)text.Count * part / Parts); stretch < end; stretch++)
            {
                add(lattice, text, stretch, sums[part]);
            }
        });

        var total = sums[0];
        foreach (var part in sums.Skip(1))
        {
            for (var piece = 0; piece < total.Length; piece++)
            {
                total[piece] += part[piece];
            }
        }

        return total;
    }
}
