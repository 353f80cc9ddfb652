namespace Sinter.Data.Privacy;

/// <summary>Rules with their forms, found by what stands at a place: the number of digits there, or the length of the word of letters and digits there.</summary>
internal sealed class NumberFormIndex<TRule>(IEnumerable<(TRule Rule, NumberForm Form)> forms)
{
    private readonly (TRule Rule, NumberForm Form)[][] _byDigits = ByLength(forms.Where(pair => !pair.Form.IsToken), form => form.FirstDigits);
    private readonly (TRule Rule, NumberForm Form)[][] _byToken = ByLength(forms.Where(pair => pair.Form.IsToken), form => form.Pattern.Length);

    /// <summary>The forms that begin with so many digits, after their <see cref="NumberForm.Lead"/>.</summary>
    public ReadOnlySpan<(TRule Rule, NumberForm Form)> ByDigits(int digits) => digits < _byDigits.Length ? _byDigits[digits] : [];

    /// <summary>The forms of one word that the digits from <paramref name="start"/> to <paramref name="end"/> may be the first digits of; where the word begins.</summary>
    public ReadOnlySpan<(TRule Rule, NumberForm Form)> ByToken(ReadOnlySpan<char> text, int start, int end, out int first)
    {
        first = start;
        while (first > 0 && start - first < NumberForm.Longest && char.IsAsciiLetterUpper(text[first - 1]))
        {
            first--;
        }

        var last = end;
        while (last < text.Length && last - first < NumberForm.Longest && char.IsAsciiLetterOrDigit(text[last]))
        {
            last++;
        }

        // A digit before the letters means that this word was looked at from there; without letters it is a number, not a word.
        return (first > 0 && char.IsAsciiLetterOrDigit(text[first - 1])) || last - first == end - start || last - first >= _byToken.Length ? [] : _byToken[last - first];
    }

    private static (TRule Rule, NumberForm Form)[][] ByLength(IEnumerable<(TRule Rule, NumberForm Form)> forms, Func<NumberForm, int> length) =>
        [.. Enumerable.Range(0, NumberForm.Longest).Select(n => forms.Where(pair => length(pair.Form) == n).ToArray())];
}
