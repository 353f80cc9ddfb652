using System.Text;

namespace Sinter.Data.Privacy;

/// <summary>Does to what was found in texts what a policy says. It may be used from several threads.</summary>
public sealed class PersonalRedactor
{
    private readonly PersonalPolicy _policy;
    private readonly PseudonymKey? _key;
    private readonly PseudonymKey _fakes;

    /// <summary>Makes one.</summary>
    /// <param name="policy">What is done with each kind.</param>
    /// <param name="key">The key of pseudonyms; needed where the policy has any.</param>
    /// <param name="seed">What fakes are chosen by.</param>
    /// <exception cref="ArgumentException">There is no key, and the policy needs one.</exception>
    public PersonalRedactor(PersonalPolicy policy, PseudonymKey? key = null, ulong seed = 0)
    {
        _policy = policy;
        _key = key is null && policy.NeedsKey ? throw new ArgumentException("Pseudonyms need a key: give a file of at least 16 bytes.", nameof(key)) : key;
        _fakes = PseudonymKey.OfSeed(seed);
    }

    /// <summary>The text with what was found in it treated as the policy says.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spans">What was found in it, by place, without overlaps.</param>
    /// <param name="firstOccurrence">The number of the first find, by which fakes rotate: texts that shall have different fakes have different numbers.</param>
    public string Redact(ReadOnlySpan<char> text, IReadOnlyList<PersonalSpan> spans, ulong firstOccurrence = 0)
    {
        var redacted = new StringBuilder(text.Length);
        var last = 0;
        foreach (var span in spans)
        {
            redacted.Append(text[last..span.Start]).Append(Replacement(text.Slice(span.Start, span.Length), span.Kind, firstOccurrence++));
            last = span.End;
        }

        return redacted.Append(text[last..]).ToString();
    }

    /// <summary>What takes the place of a value.</summary>
    /// <param name="value">The value as it was found.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="occurrence">The number of the find, by which fakes rotate.</param>
    internal string Replacement(ReadOnlySpan<char> value, string kind, ulong occurrence) => _policy[kind] switch
    {
        PersonalAction.Keep => value.ToString(),
        PersonalAction.Tag => Tag(value, kind),
        PersonalAction.Mask => PersonalMask.Of(value, kind),
        PersonalAction.Remove => "",
        PersonalAction.Pseudonym => StandIns.For(kind).Make(value, _key!, occurrence: null),
        _ => StandIns.For(kind).Make(value, _fakes, occurrence),
    };

    private static string Tag(ReadOnlySpan<char> value, string kind)
    {
        var name = new StringBuilder();
        foreach (var sign in kind)
        {
            name.Append(char.IsUpper(sign) || sign == '-' ? "_" : "").Append(sign == '-' ? "" : char.ToUpperInvariant(sign).ToString());
        }

        return $"<{name}>{value}</{name}>";
    }
}
