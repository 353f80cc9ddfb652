using System.Text;
using Sinter.Data.FastText;

namespace Sinter.Data.Decontamination;

/// <summary>Makes the text of an item that is planted; the same for the same item, form and seed.</summary>
internal static class ItemEditor
{
    private static readonly char[] Spaces = [' ', '\t', '\n', '\r'];

    /// <summary>The text; null where the item has none in that form.</summary>
    public static string? Apply(BenchmarkItem item, ItemEdit edit, ulong seed)
    {
        var random = new SplitMix(StableHash.Of(item.Id, seed));
        return edit switch
        {
            ItemEdit.Verbatim => string.Join('\n', item.Fields),
            ItemEdit.Presentation => Presented(string.Join('\n', item.Fields)),
            ItemEdit.OneWordIn20 => Changed(item, 20, ref random),
            ItemEdit.OneWordIn10 => Changed(item, 10, ref random),
            _ => item.Fields.Count < 3 ? null : Reordered(item.Fields, ref random),
        };
    }

    private static string Presented(string text)
    {
        var presented = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            presented.Append(WordFolding.Table[character] switch
            {
                WordFolding.Separator => "  ",
                WordFolding.Skipped => "",
                _ => char.ToUpperInvariant(character),
            });
        }

        return presented.ToString();
    }

    private static string Changed(BenchmarkItem item, int every, ref SplitMix random)
    {
        var edited = new StringBuilder();
        foreach (var field in item.Fields)
        {
            var words = field.Split(Spaces, StringSplitOptions.RemoveEmptyEntries);
            for (var start = 0; start + every <= words.Length || (start == 0 && words.Length > 1); start += every)
            {
                Change(words, start + random.NextBelow(Math.Min(every, words.Length)), ref random);
            }

            edited.AppendJoin(' ', words.Where(static word => word.Length > 0)).Append('\n');
        }

        return edited.ToString();
    }

    private static void Change(string[] words, int at, ref SplitMix random)
    {
        switch (random.NextBelow(3))
        {
            case 0:
                words[at] = "other" + words[at].Length;
                break;
            case 1:
                words[at] = "";
                break;
            default:
                var next = at + 1 < words.Length ? at + 1 : at - 1;
                (words[at], words[next]) = (words[next], words[at]);
                break;
        }
    }

    private static string Reordered(IReadOnlyList<string> fields, ref SplitMix random)
    {
        var order = fields.Skip(1).ToArray();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var other = random.NextBelow(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return string.Join('\n', order.Prepend(fields[0]));
    }
}
