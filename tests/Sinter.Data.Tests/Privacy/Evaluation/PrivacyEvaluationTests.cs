using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy.Evaluation;

public sealed class PrivacyEvaluationTests
{
    private static readonly Lazy<PrivacyEvaluation> Planted = new(() => PrivacyEvaluation.Of(PersonalDataFinder.Default, PlantedText.Generate(7, 4000)));

    /// <summary>What was measured, less a little: no word list or form may become worse unseen.</summary>
    [Theory]
    [InlineData(PersonalKinds.Address, 0.97, 0.93)]
    [InlineData(PersonalKinds.BirthDate, 0.98, 0.97)]
    [InlineData(PersonalKinds.Card, 0.98, 0.97)]
    [InlineData(PersonalKinds.CryptoAddress, 0.97, 0.97)]
    [InlineData(PersonalKinds.Email, 0.99, 0.99)]
    [InlineData(PersonalKinds.Handle, 0.97, 0.97)]
    [InlineData(PersonalKinds.Iban, 0.99, 0.98)]
    [InlineData(PersonalKinds.Ipv6, 0.98, 0.95)]
    [InlineData(PersonalKinds.LicensePlate, 0.98, 0.97)]
    [InlineData(PersonalKinds.Mac, 0.98, 0.98)]
    [InlineData(PersonalKinds.Passport, 0.97, 0.97)]
    [InlineData(PersonalKinds.Person, 0.97, 0.75)]
    [InlineData(PersonalKinds.Phone, 0.93, 0.9)]
    [InlineData(PersonalKinds.Secret, 0.97, 0.97)]
    [InlineData(PersonalKinds.ServiceKey, 0.97, 0.96)]
    [InlineData(PersonalKinds.UrlCredentials, 0.98, 0.98)]
    public void A_kind_is_found_on_planted_text(string kind, double precision, double recall)
    {
        var score = Planted.Value.Kinds.Single(item => item.Kind == kind);
        score.Planted.ShouldBeGreaterThan(100);
        score.Precision.ShouldBeGreaterThanOrEqualTo(precision);
        score.Recall.ShouldBeGreaterThanOrEqualTo(recall);
    }

    /// <summary>A part of the numbers stands there without any word and without dividing signs; those whose check is weak are then left alone on purpose.</summary>
    [Fact]
    public void National_numbers_are_found_on_planted_text()
    {
        var kinds = Planted.Value.Kinds.Where(item => item.Kind.StartsWith("nationalId-", StringComparison.Ordinal)).ToList();
        kinds.Count.ShouldBeGreaterThan(20);
        var sum = kinds.Aggregate((a, b) => new KindScore("nationalId", a.Planted + b.Planted, a.Found + b.Found, a.Exact + b.Exact, a.Touched + b.Touched, a.Right + b.Right, a.Covered + b.Covered));
        sum.Precision.ShouldBeGreaterThan(0.97);
        sum.Recall.ShouldBeGreaterThan(0.7);
        foreach (var strong in new[] { "it", "es", "fr", "ch", "be", "cn", "fi", "no" })
        {
            kinds.Single(item => item.Kind == "nationalId-" + strong).Recall.ShouldBeGreaterThan(0.9, strong);
        }
    }

    [Fact]
    public void Planted_texts_are_the_same_for_the_same_seed_and_their_labels_fit()
    {
        var texts = PlantedText.Generate(3, 300).ToList();
        texts.Select(text => text.ToJson()).ShouldBe(PlantedText.Generate(3, 300).Select(text => text.ToJson()));
        PlantedText.Generate(4, 1).Single().Text.ShouldNotBe(texts[0].Text);
        texts.Take(10).Select(text => text.Text).ShouldBe(PlantedText.Generate(3, 10).Select(text => text.Text));
        foreach (var text in texts)
        {
            text.Text.ShouldNotContain("{idName}");
            var end = 0;
            foreach (var span in text.Spans)
            {
                span.Start.ShouldBeGreaterThanOrEqualTo(end);
                end = span.End;
                text.Text.Substring(span.Start, span.Length).Trim().Length.ShouldBe(span.Length);
            }
        }

        texts.SelectMany(text => text.Spans).Select(span => span.Kind).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(30);
    }

    [Fact]
    public void Every_sentence_has_values_of_known_kinds()
    {
        foreach (var language in PlantedSentences.Languages)
        {
            foreach (var sentence in PlantedSentences.Of(language).Concat(PlantedSentences.Machine).Concat(PlantedNegatives.Sentences))
            {
                foreach (System.Text.RegularExpressions.Match name in System.Text.RegularExpressions.Regex.Matches(sentence, "\\{([A-Za-z]+[0-9]?)\\}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)))
                {
                    new PlantedValues(1, language).Draw(name.Groups[1].Value).Value.ShouldNotBeEmpty();
                }
            }
        }
    }

    [Fact]
    public void Scores_are_counted_as_they_should()
    {
        // One of two addresses is right to the character, one only partly, and one find is wrong.
        var finder = new PersonalDataFinder(new PersonalFinderOptions { Kinds = [PersonalKinds.Email] });
        var text = new LabelledText("a.b@example.com, c@example.org d@example.net", [new(0, 15, "email"), new(17, 16, "email"), new(31, 3, "person")]);
        var result = PrivacyEvaluation.Of(finder, [text]);
        var email = result.Kinds.Single(kind => kind.Kind == "email");
        (email.Planted, email.Found, email.Exact, email.Touched, email.Right).ShouldBe((2, 3, 1, 2, 3));
        result.Kinds.Single(kind => kind.Kind == "person").Recall.ShouldBe(0);
        result.All.Planted.ShouldBe(3);
        email.ExactF1.ShouldBe(2 * (1 / 3.0) * 0.5 / ((1 / 3.0) + 0.5), 1e-12);
    }

    [Fact]
    public void Labels_that_name_no_country_take_all_countries()
    {
        var text = new LabelledText("SSN 536-90-4399, DNI 12345678Z", [new(4, 11, "nationalId"), new(21, 9, "nationalId")]);
        var result = PrivacyEvaluation.Of(PersonalDataFinder.Default, [text]);
        result.Kinds.ShouldBe([new KindScore("nationalId", 2, 2, 2, 2, 2, 2)]);
    }

    [Fact]
    public void No_texts_give_zeros()
    {
        var result = PrivacyEvaluation.Of(PersonalDataFinder.Default, []);
        result.All.ShouldBe(new KindScore("all", 0, 0, 0, 0, 0, 0));
        result.All.F1.ShouldBe(0);
    }
}
