namespace Sinter.Tokenizers.Jinja;

/// <summary>The methods of a text, as Python's <c>str</c> has them.</summary>
internal static class TextMethods
{
    /// <summary>The method of a name, or null.</summary>
    public static JinjaFunction? Find(MarkedText text, string name) => name switch
    {
        "strip" => (limits, arguments) => TextParts.Trim(limits, text, Characters(limits, arguments, name), start: true, end: true),
        "lstrip" => (limits, arguments) => TextParts.Trim(limits, text, Characters(limits, arguments, name), start: true, end: false),
        "rstrip" => (limits, arguments) => TextParts.Trim(limits, text, Characters(limits, arguments, name), start: false, end: true),
        "upper" => (limits, _) => TextCase.Upper(limits, text),
        "lower" => (limits, _) => TextCase.Lower(limits, text),
        "title" => (limits, _) => TextCase.Title(limits, text),
        "capitalize" => (limits, _) => TextCase.Capitalize(limits, text),
        "split" => (limits, arguments) => Split(limits, text, arguments, name, fromEnd: false),
        "rsplit" => (limits, arguments) => Split(limits, text, arguments, name, fromEnd: true),
        "splitlines" => (limits, arguments) => TextParts.Lines(limits, text, keepEnds: Values.Truth(arguments.Bind(limits, name, 0, "keepends")[0])),
        "replace" => (limits, arguments) =>
        {
            var given = arguments.Bind(limits, name, 2, "old", "new", "count");
            return TextParts.Replace(limits, text, Given(limits, given[0], name), Given(limits, given[1], name), given[2].Whole(limits, name, -1));
        },
        "join" => (limits, arguments) => TextParts.Join(limits, text, Values.Iterate(limits, arguments.Bind(limits, name, 1, "iterable")[0]), strict: true),
        "startswith" => (limits, arguments) => Affixes(limits, arguments, name).Any(affix => text.Text.StartsWith(affix, StringComparison.Ordinal)),
        "endswith" => (limits, arguments) => Affixes(limits, arguments, name).Any(affix => text.Text.EndsWith(affix, StringComparison.Ordinal)),
        "removeprefix" => (limits, arguments) => Affixes(limits, arguments, name)[0] is var prefix && text.Text.StartsWith(prefix, StringComparison.Ordinal)
            ? text.Slice(prefix.Length, text.Text.Length - prefix.Length)
            : text,
        "removesuffix" => (limits, arguments) => Affixes(limits, arguments, name)[0] is var suffix && text.Text.EndsWith(suffix, StringComparison.Ordinal)
            ? text.Slice(0, text.Text.Length - suffix.Length)
            : text,
        "find" => (limits, arguments) => Place(limits, text, arguments, name, last: false),
        "rfind" => (limits, arguments) => Place(limits, text, arguments, name, last: true),
        "index" => (limits, arguments) => Place(limits, text, arguments, name, last: false) is >= 0L and var place
            ? place
            : throw limits.Error($"the text that 'index' looks for is not there; check with 'in'"),
        "count" => (limits, arguments) => TextParts.Count(limits, text, Given(limits, arguments.Bind(limits, name, 1, "sub")[0], name).Text),
        "isdigit" or "isdecimal" or "isnumeric" => (limits, _) => TextCase.All(limits, text, char.IsDigit),
        "isalpha" => (limits, _) => TextCase.All(limits, text, char.IsLetter),
        "isalnum" => (limits, _) => TextCase.All(limits, text, char.IsLetterOrDigit),
        "isspace" => (limits, _) => TextCase.All(limits, text, PythonText.IsSpace),
        "isupper" => (limits, _) => TextCase.IsUpper(limits, text),
        "islower" => (limits, _) => TextCase.IsLower(limits, text),
        _ => null,
    };

    private static object?[] Split(RenderLimits limits, MarkedText text, Arguments arguments, string name, bool fromEnd)
    {
        var given = arguments.Bind(limits, name, 0, "sep", "maxsplit");
        var most = given[1].Whole(limits, name, -1);
        return given[0].TextOrNull(limits, name) is { } separator
            ? TextParts.Split(limits, text, separator.Text, most, fromEnd)
            : TextParts.SplitAtSpace(limits, text, most, fromEnd);
    }

    private static object Place(RenderLimits limits, MarkedText text, Arguments arguments, string name, bool last)
    {
        var wanted = Given(limits, arguments.Bind(limits, name, 1, "sub")[0], name).Text;
        limits.Scan(text.Text.Length);
        var place = last ? text.Text.LastIndexOf(wanted, StringComparison.Ordinal) : text.Text.IndexOf(wanted, StringComparison.Ordinal);
        return place < 0 ? -1L : PythonText.Length(text.Text[..place]);
    }

    private static string? Characters(RenderLimits limits, Arguments arguments, string name) =>
        arguments.Bind(limits, name, 0, "chars")[0].TextOrNull(limits, name)?.Text;

    private static MarkedText Given(RenderLimits limits, object? value, string name) =>
        value.TextOrNull(limits, name) ?? throw limits.Error($"'{name}' is given none, expected a text");

    /// <summary>One text, or the texts of a tuple.</summary>
    private static string[] Affixes(RenderLimits limits, Arguments arguments, string name) =>
        arguments.Bind(limits, name, 1, "prefix")[0] is JinjaTuple tuple
            ? [.. tuple.Items.Select(item => Given(limits, item, name).Text)]
            : [Given(limits, arguments.Positional[0], name).Text];
}
