using System.Globalization;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>The sets of code points that expressions call by name: general categories, scripts, and the classes of POSIX.</summary>
internal static class PropertySets
{
    private static readonly Lazy<CodePointSet[]> Categories = new(MakeCategories);

    private static readonly string[][] CategoryNames =
    [
        ["Lu", "UppercaseLetter"], ["Ll", "LowercaseLetter"], ["Lt", "TitlecaseLetter"], ["Lm", "ModifierLetter"], ["Lo", "OtherLetter"],
        ["Mn", "NonspacingMark"], ["Mc", "SpacingMark"], ["Me", "EnclosingMark"], ["Nd", "DecimalNumber"], ["Nl", "LetterNumber"], ["No", "OtherNumber"],
        ["Zs", "SpaceSeparator"], ["Zl", "LineSeparator"], ["Zp", "ParagraphSeparator"], ["Cc", "Control"], ["Cf", "Format"], ["Cs", "Surrogate"], ["Co", "PrivateUse"],
        ["Pc", "ConnectorPunctuation"], ["Pd", "DashPunctuation"], ["Ps", "OpenPunctuation"], ["Pe", "ClosePunctuation"], ["Pi", "InitialPunctuation"],
        ["Pf", "FinalPunctuation"], ["Po", "OtherPunctuation"], ["Sm", "MathSymbol"], ["Sc", "CurrencySymbol"], ["Sk", "ModifierSymbol"], ["So", "OtherSymbol"], ["Cn", "Unassigned"],
    ];

    private static readonly string[] GroupNames = ["Letter", "Mark", "Number", "Punctuation", "Symbol", "Separator"];

    /// <summary><c>\d</c>.</summary>
    public static CodePointSet Digit => Category("Nd");

    /// <summary><c>\s</c>, Unicode White_Space.</summary>
    public static CodePointSet Space { get; } = OfClass(CharacterClass.Space);

    /// <summary><c>\w</c> in a class, as Oniguruma has it: without the joiners.</summary>
    public static CodePointSet Word { get; } = OfClass(CharacterClass.Word).Intersect(CodePointSet.Range(0x200C, 0x200D).Negate());

    /// <summary><c>\w</c> outside a class, where Oniguruma counts the numbers of Latin-1 (², ³, ¹, ¼, ½, ¾) too.</summary>
    public static CodePointSet WordOutsideClass { get; } = Word.Union(CodePointSet.Of([(0xB2, 0xB3), (0xB9, 0xB9), (0xBC, 0xBE)]));

    /// <summary>A set by its name in <c>\p{...}</c>, in any case and with or without separators; null where there is none.</summary>
    public static CodePointSet? Find(string name)
    {
        name = string.Concat(name.Where(static character => character is not ('_' or ' ' or '-')));
        return name.ToUpperInvariant() switch
        {
            "ANY" => CodePointSet.All,
            "ASCII" => CodePointSet.Range(0, 0x7F),
            "ASSIGNED" => Category("Cn").Negate(),
            "PUNCT" => Group("P"),
            "WHITESPACE" => Space,
            _ => FindPosix(name) ?? CategoryOrScript(name),
        };
    }

    /// <summary>A set by its name in <c>[[:...:]]</c>; null where there is none.</summary>
    public static CodePointSet? FindPosix(string name) => name.ToUpperInvariant() switch
    {
        "BLANK" => Category("Zs").Union(CodePointSet.One('\t')),
        "CNTRL" => Category("Cc"),
        "DIGIT" => Digit,
        "PUNCT" => Group("P")!.Union(Group("S")!),
        "SPACE" => Space,
        "WORD" => Word,
        "XDIGIT" => CodePointSet.Of([('0', '9'), ('A', 'F'), ('a', 'f')]),
        _ => null,
    };

    private static CodePointSet? CategoryOrScript(string name)
    {
        var category = Array.FindIndex(CategoryNames, names => names.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (category >= 0)
        {
            return Categories.Value[category];
        }

        var group = name.Length == 1 ? name : Array.Find(GroupNames, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))?[..1];
        if (group is not null && Group(group) is { } all)
        {
            return all;
        }

        var script = UnicodeScript.Number(name);
        return script > UnicodeScript.Unknown ? CodePointSet.Of(UnicodeScript.Ranges(script)) : null;
    }

    private static CodePointSet Category(string name) => Categories.Value[Array.FindIndex(CategoryNames, names => string.Equals(names[0], name, StringComparison.Ordinal))];

    /// <summary>All categories that begin with a letter; null where there is none.</summary>
    private static CodePointSet? Group(string letter)
    {
        var members = CategoryNames.Where(names => names[0].StartsWith(letter, StringComparison.OrdinalIgnoreCase)).Select(static names => Category(names[0])).ToArray();
        return members.Length == 0 ? null : CodePointSet.Of(members.SelectMany(static set => set.Ranges));
    }

    private static CodePointSet OfClass(CharacterClass kind) => CodePointSet.Of(RangesWhere(codePoint => (CharacterClasses.Of(codePoint) & kind) != CharacterClass.Other));

    private static CodePointSet[] MakeCategories()
    {
        var ranges = Array.ConvertAll(CategoryNames, static _ => new List<(int First, int Last)>());
        var first = 0;
        for (var codePoint = 1; codePoint <= CodePointSet.CodePoints; codePoint++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(first);
            if (codePoint == CodePointSet.CodePoints || CharUnicodeInfo.GetUnicodeCategory(codePoint) != category)
            {
                ranges[(int)category].Add((first, codePoint - 1));
                first = codePoint;
            }
        }

        return Array.ConvertAll(ranges, CodePointSet.Of);
    }

    private static IEnumerable<(int First, int Last)> RangesWhere(Func<int, bool> belongs)
    {
        for (var codePoint = 0; codePoint < CodePointSet.CodePoints; codePoint++)
        {
            if (belongs(codePoint))
            {
                yield return (codePoint, codePoint);
            }
        }
    }
}
