namespace Sinter.Data.Privacy.NationalIds;

/// <summary>
/// Finds the national numbers of persons. Forms that a place can begin are found by the number of digits there, or by the length of the word of letters and digits there;
/// the check digits are reckoned of those that fit, and words near it are sought last.
/// </summary>
internal sealed class NationalIdDetector : IPersonalDetector
{
    private const float LeastScore = 0.1f;

    // Words that say that a number is something else.
    private static readonly NearbyWords OtherNumbers = new(
        "order|invoice|isbn|issn|ean|gtin|upc|sku|item|article|part no|serial|tracking|ticket|build|version|phone|tel|fax|mobile|case no|docket|batch|lot|model|transaction|iban|konto|bestell|rechnung|artikel|" +
        "auftrag|commande|facture|référence|pedido|factura|ordine|fattura|bestelling|factuur|zamówieni|faktur|order|doi|pmid|arxiv|id=|price|population|views|commit|hash");

    private readonly NumberFormIndex<NationalIdRule> _forms = new(NationalIdTable.Rules.SelectMany(rule => rule.Forms.Select(form => (rule, form))));

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [.. NationalIdTable.Rules.Select(rule => rule.Kind).Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public PersonalAnchors Anchors => PersonalAnchors.Number;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        foreach (var (rule, form) in _forms.ByDigits(end - start))
        {
            if (start >= form.Lead)
            {
                TryForm(text, start - form.Lead, rule, form, found);
            }
        }

        foreach (var (rule, form) in _forms.ByToken(text, start, end, out var first))
        {
            TryForm(text, first, rule, form, found);
        }
    }

    private static void TryForm(ReadOnlySpan<char> text, int start, NationalIdRule rule, NumberForm form, List<PersonalSpan> found)
    {
        Span<char> number = stackalloc char[NumberForm.Longest];
        var end = start + form.Pattern.Length;
        if (!form.TryRead(text[start..], number, out var length) || !form.StandsAlone(text, start, end) || !rule.Check(number[..length]))
        {
            return;
        }

        var score = form.Score;
        if (rule.Context.Near(text, start, end))
        {
            score = 1 - ((1 - score) * 0.15f);
        }
        else if (OtherNumbers.Before(text, start, 32))
        {
            score *= 0.5f;
        }

        if (score >= LeastScore)
        {
            found.Add(new(start, end - start, rule.Kind, score));
        }
    }
}
