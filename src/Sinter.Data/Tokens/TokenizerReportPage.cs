using System.Globalization;
using Sinter.Data.Reports;

namespace Sinter.Data.Tokens;

using Html = Sinter.Data.Reports.Html;

/// <summary>The page of a measurement: tokenizers side by side, by language, and what lies in their vocabularies.</summary>
/// <param name="measurement">What was measured.</param>
public sealed class TokenizerReportPage(TokenizerMeasurement measurement)
{
    private const int ShownLanguages = 16;
    private const int ShownTokens = 40;
    private const int ShownSamples = 12;
    private const int LongestCounted = 16;
    private const int LongestShown = 48;

    private IReadOnlyList<MeasuredTokenizer> Tokenizers => measurement.Tokenizers;

    /// <summary>The page.</summary>
    public ReportPage Build() => new()
    {
        Kicker = "Sinter tokenizers",
        Title = Tokenizers.Count == 1 ? Tokenizers[0].Name : $"{Tokenizers[0].Name} and {Tokenizers.Count - 1} more",
        Subtitle = $"{Quantity.Whole(measurement.Total.Documents)} documents, {Quantity.Bytes(measurement.Total.Bytes)} of text, {Quantity.Count(measurement.Total.Words)} words",
        Tiles = Tiles(),
        Sections = [.. Sections().Where(static section => !section.Content.IsEmpty)],
        Footer = "Bytes are of UTF-8. A word is a run without white space, so tokens a word say little of languages that write no spaces. No special token was added or honoured. The speed is that of one thread while the others worked too.",
    };

    private IReadOnlyList<Tile> Tiles()
    {
        var first = Tokenizers[0];
        return
        [
            new("Compression", Quantity.Fixed(measurement.Total.BytesPerToken(0), 2), "bytes a token"),
            new("Fertility", Quantity.Fixed(measurement.Total.TokensPerWord(0), 2), "tokens a word"),
            new("Tokens", Quantity.Count(measurement.Total.Tokens[0]), $"of {Quantity.Bytes(measurement.Total.Bytes)}"),
            new("Unknown", Quantity.Percent(measurement.Total.UnknownShare(0)), "of the tokens"),
            new("Unused", Quantity.Percent(UnusedShare(first)), $"of {Quantity.Count(first.Vocabulary.Count)} tokens"),
            new("Speed", Quantity.Bytes(first.BytesPerSecond), "a second, one thread, first pass"),
        ];
    }

    private IEnumerable<ReportSection> Sections() =>
    [
        new("Tokenizers", "More bytes a token is shorter for the model; a larger vocabulary gives more, and costs memory.", Overview()),
        new("Languages", "The same text costs a different number of tokens in each language; scripts differ in bytes for a character, so compare tokenizers within a language.", Languages()),
        new("How texts are cut", "The beginning of a document of each language. Point at a token to see its ids; one that spans parts of a character has several.", Samples()),
        new("Lengths", "How long the tokens of the vocabulary are, and of the texts.", Html.Concat(Tokenizers.Select(Lengths))),
        new("Longest tokens", "By characters. Long tokens that texts do not need are often left from pages that were copied many times.", Lists(static tokenizer => tokenizer.Longest)),
        new("Most used tokens", null, Lists(static tokenizer => tokenizer.MostUsed)),
        new("Unused tokens", "The first by id of those that these texts did not need; of few texts, or texts of one kind, many are unused.", Lists(static tokenizer => tokenizer.Unused)),
        new("Left out", "Records that could not be read, or are not meant to be documents.", LeftOut()),
    ];

    private Html Overview()
    {
        var bars = Tokenizers.Select((tokenizer, i) => new Bar(tokenizer.Name, measurement.Total.BytesPerToken(i), Quantity.Fixed(measurement.Total.BytesPerToken(i), 2)) { Colour = i }).ToList();
        var chart = Tokenizers.Count > 1 ? new BarChart("Compression of all text", "bytes a token, more is better", bars).ToHtml() : Html.Empty;
        return chart + new Table(
            ["Tokenizer", "#Vocabulary", "#Tokens", "#Bytes a token", "#Tokens a word", "#Unknown", "#Parts of characters", "#Unused", "#Speed, first pass"],
            [.. Tokenizers.Select((tokenizer, i) => (IReadOnlyList<Html>)
            [
                Html.Text(tokenizer.Name),
                Html.Text(Quantity.Whole(tokenizer.Tokenizer.VocabularySize)),
                Html.Text(Quantity.Whole(measurement.Total.Tokens[i])),
                Html.Text(Quantity.Fixed(measurement.Total.BytesPerToken(i), 3)),
                Html.Text(Quantity.Fixed(measurement.Total.TokensPerWord(i), 3)),
                Html.Text(Quantity.Percent(measurement.Total.UnknownShare(i))),
                Html.Text(Quantity.Percent(tokenizer.PartialShare)),
                Html.Text(Quantity.Percent(UnusedShare(tokenizer))),
                Html.Text(Quantity.Bytes(tokenizer.BytesPerSecond) + "/s"),
            ])]).ToHtml();
    }

    private Html Languages()
    {
        var bars = measurement.Languages.Take(ShownLanguages).SelectMany(language => Tokenizers.Select((tokenizer, i) =>
            new Bar(i == 0 ? TokenizerMeasurement.LanguageName(language.Code) : "", language.Text.BytesPerToken(i), Quantity.Fixed(language.Text.BytesPerToken(i), 2))
            {
                Note = Tokenizers.Count > 1 ? tokenizer.Name : Quantity.Bytes(language.Text.Bytes),
                Colour = i,
            })).ToList();
        return new BarChart("Compression by language", "bytes a token, more is better", bars).ToHtml()
            + ByLanguage("Bytes a token", static (text, i) => Quantity.Fixed(text.BytesPerToken(i), 2))
            + ByLanguage("Characters a token", static (text, i) => Quantity.Fixed(text.CharactersPerToken(i), 2))
            + ByLanguage("Tokens a word", static (text, i) => Quantity.Fixed(text.TokensPerWord(i), 2))
            + (measurement.Total.Unknown.Any(static unknown => unknown > 0) ? ByLanguage("Unknown", static (text, i) => Quantity.Percent(text.UnknownShare(i))) : Html.Empty);
    }

    private Html ByLanguage(string figure, Func<MeasuredText, int, string> value) => Disclosure.Of(
        Html.Of($"<b>{figure}</b><span>of {measurement.Languages.Count} languages</span>"),
        new Table(
            ["Language", "#Documents", "#Text", .. Tokenizers.Select(static tokenizer => $"#{tokenizer.Name}")],
            [.. measurement.Languages.Select(language => (IReadOnlyList<Html>)
            [
                Html.Text(TokenizerMeasurement.LanguageName(language.Code)),
                Html.Text(Quantity.Whole(language.Text.Documents)),
                Html.Text(Quantity.Bytes(language.Text.Bytes)),
                .. Tokenizers.Select((_, i) => Html.Text(value(language.Text, i))),
            ])]).ToHtml());

    private Html Samples() => Html.Concat(measurement.Samples.Zip(measurement.Languages).Take(ShownSamples).Select(sample => Disclosure.Of(
        Html.Of($"<b>{TokenizerMeasurement.LanguageName(sample.Second.Code)}</b><span>{sample.First.Id}</span>"),
        Html.Concat(Tokenizers.Select(tokenizer => Html.Of($"""<div class="sample">{(Tokenizers.Count > 1 ? Html.Of($"<small>{tokenizer.Name}</small>") : Html.Empty)}{TokenizedText.ToHtml(tokenizer.Tokenizer, sample.First.Text)}</div>"""))))));

    private static Html Lengths(MeasuredTokenizer tokenizer)
    {
        var counts = new long[LongestCounted];
        var uses = new long[LongestCounted];
        foreach (var token in tokenizer.Vocabulary)
        {
            var bin = Math.Clamp(token.Bytes, 1, LongestCounted) - 1;
            counts[bin]++;
            uses[bin] += token.Uses;
        }

        double[] edges = [.. Enumerable.Range(1, LongestCounted + 1).Select(static edge => (double)edge)];
        return Html.Of($"""<div class="pair">{Chart("the vocabulary", counts)}{Chart("the texts", uses)}</div>""");

        Html Chart(string where, long[] bins) => new Histogram($"{tokenizer.Name}: tokens of {where}", "bytes", edges, bins)
        {
            Format = static edge => edge >= LongestCounted ? string.Create(CultureInfo.InvariantCulture, $"{LongestCounted}+") : Quantity.Whole(edge),
        }.ToHtml();
    }

    private Html Lists(Func<MeasuredTokenizer, IEnumerable<MeasuredToken>> choose) => Html.Concat(Tokenizers.Select(tokenizer =>
    {
        var shown = choose(tokenizer).Take(ShownTokens).ToList();
        return shown.Count == 0 ? Html.Empty : Disclosure.Of(
            Html.Of($"<b>{tokenizer.Name}</b><span>{shown.Count} tokens</span>"),
            new Table(["Token", "#Id", "#Characters", "#Bytes", "#Uses"], [.. shown.Select(static token => (IReadOnlyList<Html>)
            [
                Html.Of($"<code>{Shortened(token.Text ?? token.Token)}</code>"),
                Html.Text(token.Id.ToString(CultureInfo.InvariantCulture)),
                Html.Text(token.IsPartial ? "part of one" : Quantity.Whole(token.Characters)),
                Html.Text(Quantity.Whole(token.Bytes)),
                Html.Text(Quantity.Whole(token.Uses)),
            ])]).ToHtml());
    }));

    private Html LeftOut() => new Table(["Reason", "#Records"],
    [
        .. measurement.Broken == 0 ? [] : new IReadOnlyList<Html>[] { [Html.Text($"could not be read, such as {measurement.FirstFault}"), Html.Text(Quantity.Whole(measurement.Broken))] },
        .. measurement.PassedOver.ByReason.Select(static reason => (IReadOnlyList<Html>)[Html.Text(reason.Key), Html.Text(Quantity.Whole(reason.Value))]),
    ]).ToHtml();

    private static string Shortened(string token) => token.Length <= LongestShown ? token : string.Concat(token.AsSpan(0, LongestShown - (char.IsHighSurrogate(token[LongestShown - 1]) ? 1 : 0)), "…");

    private static double UnusedShare(MeasuredTokenizer tokenizer) => tokenizer.Vocabulary.Count > 0 ? (double)tokenizer.Unused.Count() / tokenizer.Vocabulary.Count : 0;
}
