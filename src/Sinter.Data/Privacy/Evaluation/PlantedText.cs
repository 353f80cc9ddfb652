using System.Text;
using Sinter.Data.FastText;

namespace Sinter.Data.Privacy;

/// <summary>
/// Makes texts with personal data in them of which it is known where it is, and with much that only looks like it: letters, forms, logs, chats, prose and code of ten languages.
/// The people and their data are invented by chance; the same seed gives the same texts. The sentences and values are written apart from the detectors: a part of the names is
/// in no list, numbers are divided in unusual ways, and words that tell what something is are often missing.
/// </summary>
public static class PlantedText
{
    private const int MostSentences = 4;

    /// <summary>Makes texts, of a few sentences each.</summary>
    /// <param name="seed">Where the random numbers begin.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<LabelledText> Generate(int seed, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Enumerable.Range(0, count).Select(number => Make(seed, number));
    }

    private static LabelledText Make(int seed, int number)
    {
        var random = SplitMix.For(seed, number);
        // Every fourth text is English.
        var language = random.NextBelow(6) == 0 ? "en" : PlantedSentences.Languages[random.NextBelow(PlantedSentences.Languages.Count)];
        var values = new PlantedValues(random.Next(), language);
        var text = new StringBuilder();
        var spans = new List<LabelledSpan>();
        for (var left = 1 + random.NextBelow(MostSentences); left > 0; left--)
        {
            // Every third sentence holds nothing personal but looks as if; every sixth is of no language: logs and code.
            var sentences = random.NextBelow(6) switch
            {
                0 or 1 => PlantedNegatives.Sentences,
                2 => PlantedSentences.Machine,
                _ => PlantedSentences.Of(language),
            };
            Fill(sentences[random.NextBelow(sentences.Count)], values, text, spans);
            text.Append(left == 1 ? "" : random.NextBelow(3) == 0 ? "\n\n" : "\n");
        }

        return new(text.ToString(), spans);
    }

    /// <summary>Puts values into a sentence, where it has names of kinds in braces.</summary>
    private static void Fill(string sentence, PlantedValues values, StringBuilder text, List<LabelledSpan> spans)
    {
        for (var place = 0; place < sentence.Length;)
        {
            var open = sentence.IndexOf('{', place);
            var close = open < 0 ? -1 : sentence.IndexOf('}', open);
            if (close < 0 || close - open > 16 || sentence[open + 1] is ' ' or '"' or '\n')
            {
                var end = open < 0 ? sentence.Length : open + 1;
                text.Append(sentence, place, end - place);
                place = end;
                continue;
            }

            text.Append(sentence, place, open - place);
            var (value, kind) = values.Draw(sentence[(open + 1)..close]);
            if (kind is not null)
            {
                spans.Add(new(text.Length, value.Length, kind));
            }

            text.Append(value);
            place = close + 1;
        }
    }
}
