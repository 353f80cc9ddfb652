using System.Buffers;

namespace Sinter.Data.Privacy;

/// <summary>Keys and tokens of services: those of <see cref="ServiceKeyForms"/>, JSON web tokens, those of some services with dots or colons in them, and private keys in the PEM form.</summary>
internal sealed class ServiceKeyDetector : IPersonalDetector
{
    private const int LongestRun = 4096;
    private const int AmazonKey = 20;

    private static readonly SearchValues<string> Prefixes = SearchValues.Create([.. ServiceKeyForms.All.Select(static form => form.Prefix)], StringComparison.Ordinal);

    // By the first letter.
    private static readonly ServiceKeyForm[][] ByLetter = [.. Enumerable.Range(0, 128).Select(static letter => ServiceKeyForms.All.Where(form => form.Prefix[0] == letter).ToArray())];

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.ServiceKey];

    public PersonalAnchors Anchors => PersonalAnchors.LongToken | PersonalAnchors.CapitalWord;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (anchor == PersonalAnchors.CapitalWord)
        {
            // A key of Amazon that happens to have no digit is no long token.
            if (end - start == AmazonKey && text[start] == 'A' && text[start..end].IndexOfAnyExceptInRange('A', 'Z') < 0 && text[start..(start + 4)] is "AKIA" or "ASIA" && !CharacterClasses.Is(text, end, CharacterClass.Token))
            {
                found.Add(new PersonalSpan(start, AmazonKey, PersonalKinds.ServiceKey, 0.9f));
            }

            if (end - start == 5 && start >= 5 && text[start] == 'B' && text[start - 1] == '-' && PrivateKeyBlock.End(text, start) is > 0 and var last)
            {
                found.Add(new PersonalSpan(start - 5, last - start + 5, PersonalKinds.ServiceKey, 1f));
            }
        }
        else if (end - start <= LongestRun)
        {
            Forms(text, start, end, found);
            Dotted(text, start, end, found);
        }
    }

    private static void Forms(ReadOnlySpan<char> text, int start, int end, List<PersonalSpan> found)
    {
        for (var at = start; at < end;)
        {
            var next = text[at..end].IndexOfAny(Prefixes);
            if (next < 0)
            {
                return;
            }

            at += next;
            var after = at + 1;
            if (at == start || text[at - 1] is '=' or '/' or '+')
            {
                foreach (var form in ByLetter[text[at]])
                {
                    if (text[at..end].StartsWith(form.Prefix, StringComparison.Ordinal) && Match(text[at..end], form) is > 0 and var length)
                    {
                        var key = form.IsName ? at + form.Prefix.Length : at;
                        found.Add(new PersonalSpan(key, length, PersonalKinds.ServiceKey, form.Score));
                        after = key + length;
                        break;
                    }
                }
            }

            at = after;
        }
    }

    /// <summary>How long the key is that a run begins with, without a name before it; 0 where it is none of that form.</summary>
    private static int Match(ReadOnlySpan<char> run, ServiceKeyForm form)
    {
        var body = run[form.Prefix.Length..];
        var length = body.IndexOfAnyExcept(form.Signs);
        length = length < 0 ? body.Length : length;
        body = body[..length];

        // A key is by chance: letters only, or the same sign again and again, are a name or a gap to fill in.
        if (length < form.Shortest || length > form.Longest || Entropy.BitsPerSign(body) < 2.5)
        {
            return 0;
        }

        return form.IsName ? length : form.Prefix.Length + length;
    }

    private static void Dotted(ReadOnlySpan<char> text, int start, int end, List<PersonalSpan> found)
    {
        var first = start + text[start..end].LastIndexOf('=') + 1;
        var run = text[first..end];
        if (run.StartsWith("eyJ", StringComparison.Ordinal))
        {
            var second = WebTokenPart(text, end, 2);
            if (second > 0 && text[end + 1] is 'e' or 'c' or 'A' or 'a' or >= '0')
            {
                var third = WebTokenPart(text, second, 8);
                found.Add(new PersonalSpan(first, (third > 0 ? third : second) - first, PersonalKinds.ServiceKey, third > 0 ? 1f : 0.6f));
            }
        }
        else if (start >= 5 && text[(start - 5)..start].SequenceEqual("ya29."))
        {
            found.Add(new PersonalSpan(start - 5, end - start + 5, PersonalKinds.ServiceKey, 1f));
        }
        else if (start >= 3 && text[(start - 3)..start].SequenceEqual("SG.") && end - start is >= 20 and <= 24 && end < text.Length && text[end] == '.')
        {
            var last = WebTokenPart(text, end, 38);
            if (last > 0)
            {
                found.Add(new PersonalSpan(start - 3, last - start + 3, PersonalKinds.ServiceKey, 1f));
            }
        }
        else if (start >= 9 && text[start - 1] == ':' && end - start is >= 34 and <= 36 && run.StartsWith("AA", StringComparison.Ordinal))
        {
            var bot = start - 1;
            while (bot > 0 && start - bot <= 12 && char.IsAsciiDigit(text[bot - 1]))
            {
                bot--;
            }

            if (start - 1 - bot is >= 8 and <= 11)
            {
                found.Add(new PersonalSpan(bot, end - bot, PersonalKinds.ServiceKey, 0.95f));
            }
        }
    }

    /// <summary>Where a part after a dot ends; 0 where there is none of that length.</summary>
    private static int WebTokenPart(ReadOnlySpan<char> text, int dot, int shortest)
    {
        if (dot >= text.Length || text[dot] != '.')
        {
            return 0;
        }

        var at = dot + 1;
        while (at < text.Length && at - dot <= LongestRun && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_'))
        {
            at++;
        }

        return at - dot - 1 >= shortest && at - dot <= LongestRun ? at : 0;
    }
}
