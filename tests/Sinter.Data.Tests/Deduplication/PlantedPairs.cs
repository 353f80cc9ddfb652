using System.Text;
using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

/// <summary>Pairs of texts whose shingles have a Jaccard similarity that is known exactly: both begin alike and go on with words, or characters, of their own.</summary>
internal static class PlantedPairs
{
    /// <summary>How many different shingles two texts of a pair have together; a multiple of 40, so that similarities in steps of a twentieth come out whole.</summary>
    public const int Union = 200;

    /// <summary>A pair whose similarity is a number of twentieths; another pair, without a shingle in common with it, for every number.</summary>
    public static (string First, string Second) Make(ShingleOptions options, int twentieths, int number)
    {
        var random = new Random(number);
        var shared = Union * twentieths / 20;
        var own = (Union - shared) / 2;
        var beginning = Units(options, random, shared + options.Length - 1);
        return (beginning + Units(options, random, own), beginning + Units(options, random, own));
    }

    private static string Units(ShingleOptions options, Random random, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (options.Kind == ShingleKind.Characters)
            {
                // So many letters are different that no 24 of them come again.
                text.Append((char)random.Next('a', 'z' + 1));
            }
            else
            {
                for (var letter = 0; letter < 9; letter++)
                {
                    text.Append((char)random.Next('a', 'z' + 1));
                }

                text.Append(' ');
            }
        }

        return text.ToString();
    }
}
