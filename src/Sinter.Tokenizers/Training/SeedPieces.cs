using System.Buffers;
using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Training;

/// <summary>
/// The pieces that the training of a Unigram model begins with: the substrings seen most, times their length. The places of the text are sorted by what
/// follows them, as in a suffix array, but only as deep as a piece may be long; then every stretch of places with a common beginning is a substring,
/// and a substring that is always followed by the same character is left to the longer one.
/// </summary>
internal sealed class SeedPieces(UnigramText text, int longest)
{
    private readonly int[] _characters = text.Characters;
    private readonly int[] _stretchOfPlace = StretchOfPlace(text);

    /// <summary>The best substrings of two and more characters.</summary>
    /// <param name="count">The most substrings.</param>
    /// <param name="threads">The number of threads; it changes nothing in the result.</param>
    /// <param name="cancellation">Ends the search early.</param>
    public List<Seed> Find(int count, int threads, CancellationToken cancellation)
    {
        var (places, firsts) = PlacesByFirst();
        var found = new List<Seed>[text.Alphabet.Length + 1];
        Parallel.For(1, found.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, first =>
        {
            found[first] = [];
            Visit(places.AsSpan(firsts[first]..firsts[first + 1]), 1, found[first]);
        });

        // The sort is stable: of equal scores the lower characters go first.
        return [.. found.Skip(1).SelectMany(static seeds => seeds).OrderByDescending(static seed => seed.Score).Take(count)];
    }

    private static int[] StretchOfPlace(UnigramText text)
    {
        var stretches = new int[text.Characters.Length];
        for (var stretch = 0; stretch < text.Count; stretch++)
        {
            stretches.AsSpan(text.Start(stretch), text.Stretch(stretch).Length).Fill(stretch);
        }

        return stretches;
    }

    private (int[] Places, int[] Firsts) PlacesByFirst()
    {
        var firsts = new int[text.Alphabet.Length + 2];
        foreach (var character in _characters)
        {
            firsts[character + 1 < firsts.Length ? character + 1 : 0] += character + 1 < firsts.Length ? 1 : 0;
        }

        for (var i = 1; i < firsts.Length; i++)
        {
            firsts[i] += firsts[i - 1];
        }

        var places = new int[_characters.Length];
        var next = firsts.AsSpan().ToArray();
        for (var place = 0; place < _characters.Length; place++)
        {
            places[next[_characters[place]]++] = place;
        }

        return (places, firsts);
    }

    /// <summary>Takes places that share so many characters.</summary>
    private void Visit(Span<int> places, int shared, List<Seed> found)
    {
        long times = 0;
        foreach (var place in places)
        {
            times += text.Times(_stretchOfPlace[place]);
        }

        if (times < 2)
        {
            return;
        }

        var rented = ArrayPool<int>.Shared.Rent(places.Length);
        var next = rented.AsSpan(0, places.Length);
        for (var i = 0; i < places.Length; i++)
        {
            next[i] = _characters[places[i] + shared];
        }

        next.Sort(places);
        if (shared > 1 && (next[0] == 0 || next[0] != next[^1]))
        {
            found.Add(new Seed(places[0], shared, times));
        }

        for (int start = 0, end; shared < longest && start < places.Length; start = end)
        {
            end = start + 1;
            while (end < places.Length && next[end] == next[start])
            {
                end++;
            }

            if (next[start] != 0)
            {
                Visit(places[start..end], shared + 1, found);
            }
        }

        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>A substring.</summary>
    /// <param name="Place">A place where it stands.</param>
    /// <param name="Length">Its characters.</param>
    /// <param name="Times">How often it is seen.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Seed(int Place, int Length, long Times)
    {
        /// <summary>How much of the text it makes up, in characters.</summary>
        public double Score => (double)Times * Length;
    }
}
