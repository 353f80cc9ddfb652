namespace Sinter.Data.Reading.Wikipedia;

/// <summary>
/// The elements in which wiki markup means nothing. A closing tag that was searched for in vain is not searched for again, so that hostile texts take linear time.
/// </summary>
internal struct LiteralTags
{
    private static readonly string[] Names = ["nowiki", "math", "pre", "syntaxhighlight", "source", "code"];

    private int _withoutEnd;

    /// <summary>Where the element ends that begins at a place; 0 where none does, or it never ends.</summary>
    public int Skip(ReadOnlySpan<char> text, int at)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            var rest = text[(at + 1)..];
            var name = Names[i];
            if ((_withoutEnd & (1 << i)) != 0 || !rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) || rest.Length == name.Length || rest[name.Length] is not ('>' or ' '))
            {
                continue;
            }

            var end = rest.IndexOf("</" + name, StringComparison.OrdinalIgnoreCase);
            if (end >= 0)
            {
                return at + 1 + end;
            }

            _withoutEnd |= 1 << i;
        }

        return 0;
    }
}
