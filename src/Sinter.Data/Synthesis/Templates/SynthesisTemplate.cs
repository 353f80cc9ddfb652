using System.Text;

namespace Sinter.Data.Synthesis;

/// <summary>
/// A template of a user: a prompt and a response with placeholders such as <c>{title}</c>; <c>{{</c> and <c>}}</c> are the brackets themselves. One that names <c>{sentence}</c> or <c>{keyword}</c> is
/// filled for each of them, else once for each chunk; where a placeholder has no value in a chunk, such as a title, nothing is made.
/// </summary>
public sealed record SynthesisTemplate
{
    /// <summary>The most characters of a prompt or response.</summary>
    public const int MaximumCharacters = 20_000;

    /// <summary>The placeholders and what they stand for.</summary>
    public static IReadOnlyDictionary<string, string> Placeholders { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["text"] = "the chunk",
        ["sentence"] = "a sentence of the chunk; the template is filled for each",
        ["first_sentence"] = "the first sentence of the chunk",
        ["rest"] = "the chunk without its first sentence",
        ["title"] = "the title of the document",
        ["heading"] = "the heading that the chunk stands under",
        ["keyword"] = "a word that the chunk says often; the template is filled for each",
        ["keywords"] = "up to five of these, with commas between",
        ["source"] = "the file or address of the document",
        ["id"] = "the id of the document",
    };

    /// <summary>Makes a template.</summary>
    /// <param name="name">Its name in metadata and messages.</param>
    /// <param name="kind">What it makes.</param>
    /// <param name="prompt">What the user says.</param>
    /// <param name="response">What the assistant answers; null where a model is to be asked.</param>
    /// <param name="rejected">The worse answer of a preference pair, else null.</param>
    /// <exception cref="InvalidDataException">A placeholder is unknown, a bracket is open, or a text is missing or too long.</exception>
    public SynthesisTemplate(string name, SynthesisKind kind, string prompt, string? response = null, string? rejected = null)
    {
        Name = name;
        Kind = kind;
        Prompt = prompt;
        Response = response;
        Rejected = rejected;
        Parts = Parse(prompt, "prompt");
        ResponseParts = response is null ? null : Parse(response, "response");
        RejectedParts = rejected is null ? null : Parse(rejected, "rejected");
        if ((kind == SynthesisKind.Preference) != (rejected is not null))
        {
            throw new InvalidDataException(rejected is null
                ? $"The template '{name}' is for preference pairs and has no 'rejected'; give the worse answer."
                : $"The template '{name}' has a 'rejected', which only preference pairs have; write kind: preference, or take it out.");
        }
    }

    /// <summary>Its name in metadata and messages.</summary>
    public string Name { get; }

    /// <summary>What it makes.</summary>
    public SynthesisKind Kind { get; }

    /// <summary>What the user says.</summary>
    public string Prompt { get; }

    /// <summary>What the assistant answers; null where a model is to be asked.</summary>
    public string? Response { get; }

    /// <summary>The worse answer of a preference pair, else null.</summary>
    public string? Rejected { get; }

    internal IReadOnlyList<(string Text, bool IsPlaceholder)> Parts { get; }

    internal IReadOnlyList<(string Text, bool IsPlaceholder)>? ResponseParts { get; }

    internal IReadOnlyList<(string Text, bool IsPlaceholder)>? RejectedParts { get; }

    /// <summary>All that it says, for settings that are compared.</summary>
    public override string ToString() => $"{Name} {SynthesisKinds.Name(Kind)}: {Prompt} => {Response} | {Rejected}";

    /// <summary>Whether a placeholder is used anywhere.</summary>
    internal bool Uses(string placeholder) =>
        Parts.Concat(ResponseParts ?? []).Concat(RejectedParts ?? []).Any(part => part.IsPlaceholder && string.Equals(part.Text, placeholder, StringComparison.Ordinal));

    private List<(string Text, bool IsPlaceholder)> Parse(string text, string field)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaximumCharacters)
        {
            throw new InvalidDataException($"The template '{Name}' has a {field} of {text.Length} characters; expected 1 to {MaximumCharacters}.");
        }

        var parts = new List<(string, bool)>();
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var sign = text[at];
            if (sign is '{' or '}' && at + 1 < text.Length && text[at + 1] == sign)
            {
                plain.Append(sign);
                at++;
            }
            else if (sign == '{')
            {
                var end = text.IndexOf('}', at);
                var name = end < 0 ? text[at..] : text[(at + 1)..end];
                if (end < 0)
                {
                    throw new InvalidDataException($"The template '{Name}' has a bracket in its {field} that is not closed: '{name[..Math.Min(name.Length, 30)]}'; close it, or write '{{{{' for the bracket itself.");
                }

                if (!Placeholders.ContainsKey(name))
                {
                    throw new InvalidDataException($"The template '{Name}' has an unknown placeholder '{{{name}}}' in its {field}{Suggestion.For(name, [.. Placeholders.Keys])}");
                }

                parts.Add((plain.ToString(), false));
                plain.Clear();
                parts.Add((name, true));
                at = end;
            }
            else if (sign == '}')
            {
                throw new InvalidDataException($"The template '{Name}' has a '}}' without '{{' in its {field}; write '}}}}' for the bracket itself.");
            }
            else
            {
                plain.Append(sign);
            }
        }

        parts.Add((plain.ToString(), false));
        return parts;
    }
}
