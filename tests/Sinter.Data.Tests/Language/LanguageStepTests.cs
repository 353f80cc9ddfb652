using System.Globalization;
using Sinter.Data.Cleaning;
using Sinter.Data.FastText;
using Sinter.Data.Language;
using Sinter.Data.Tests.FastText;

namespace Sinter.Data.Tests.Language;

public sealed class LanguageStepTests
{
    private const string English = "My neighbour bought a small red boat last summer and sails it every weekend.";
    private const string German = "Mein Nachbar hat sich im letzten Sommer ein kleines rotes Boot gekauft und segelt jedes Wochenende.";

    [Fact]
    public void A_document_in_a_wanted_language_is_kept_and_marked()
    {
        var step = new LanguageStep { Keep = ["en", "fr"] };

        var candidate = Run(step, English);

        Keeps(step, candidate).ShouldBeTrue();
        candidate.GetMetadata("language").ShouldBe("en");
        var probability = candidate.GetMetadata("languageProbability")!;
        probability.Split('.')[1].Length.ShouldBe(4);
        double.Parse(probability, CultureInfo.InvariantCulture).ShouldBe(candidate.Scores[0], 0.0001);
    }

    [Fact]
    public void A_document_in_another_language_is_not_kept()
    {
        var step = new LanguageStep { Keep = ["en"] };

        var candidate = Run(step, German);

        Keeps(step, candidate).ShouldBeFalse();
        candidate.Scores[0].ShouldBeLessThan(0.3);
        candidate.GetMetadata("language").ShouldBe("de");
    }

    [Fact]
    public void Without_a_list_all_are_kept_and_marked()
    {
        var step = new LanguageStep();

        foreach (var text in new[] { English, German, "", "12 34 56" })
        {
            Keeps(step, Run(step, text)).ShouldBeTrue();
        }

        Run(step, "").GetMetadata("language").ShouldBe("");
        Run(step, "").GetMetadata("languageProbability").ShouldBe("0.0000");
    }

    [Fact]
    public void Paragraphs_in_other_languages_are_taken_out()
    {
        var step = new LanguageStep { Keep = ["en"], By = "paragraph" };
        var text = $"{English}\n\n{German}\nUnd noch eine Zeile auf Deutsch dazu.\n \n\n{English}\n";

        var candidate = Run(step, text, wantsEvidence: true);

        candidate.Text.ShouldBe($"{English}\n\n{English}");
        candidate.Scores[1].ShouldBe(2.0 * English.Length / ((2 * English.Length) + German.Length + 38), 1e-9);
        candidate.Marks.Count.ShouldBe(1);
        text.Substring(candidate.Marks[0].Start, candidate.Marks[0].Length).ShouldStartWith("Mein Nachbar");
        Keeps(step, candidate).ShouldBeTrue();
        Keeps(step, Run(step, German)).ShouldBeFalse();
        Run(step, German).Text.ShouldBe("");
        Run(step, English + "\n").Text.ShouldBe(English + "\n");
    }

    [Fact]
    public void Of_a_long_text_pieces_from_beginning_middle_and_end_are_judged()
    {
        var sample = TextSample.Of($"{English} {string.Concat(Enumerable.Repeat(German + " ", 50))}{English}", 300).ToString();

        sample.Length.ShouldBeInRange(200, 300);
        var pieces = sample.TrimEnd('\n').Split('\n');
        pieces.Length.ShouldBe(3);
        (English + " " + German).ShouldStartWith(pieces[0]);
        (German + " " + German).ShouldContain(pieces[1]);
        (German + " " + English).ShouldEndWith(pieces[2]);
        Run(new LanguageStep(), string.Concat(Enumerable.Repeat(German + " ", 200))).GetMetadata("language").ShouldBe("de");
        TextSample.Of(string.Concat(Enumerable.Repeat("😀", 500)), 99).ToString().EnumerateRunes().ShouldAllBe(rune => rune.Value != 0xFFFD);
    }

    [Fact]
    public void Impossible_options_are_refused_before_any_document()
    {
        Should.Throw<InvalidDataException>(() => new LanguageStep { Keep = ["english"] }.Rules).Message.ShouldContain("'english', which its model does not know");
        Should.Throw<FileNotFoundException>(() => new LanguageStep { Model = "missing.ftz" }.Rules);
        Should.Throw<InvalidDataException>(() => new ClassifierStep().Rules).Message.ShouldContain("needs a model");
    }

    [Fact]
    public void A_classifier_scores_the_probability_of_its_label()
    {
        var path = Path.Combine(Path.GetTempPath(), $"classifier-{Guid.NewGuid():N}.bin");
        try
        {
            FastTextModel.Load(new MemoryStream(TinyModels.Softmax)).Save(path);
            var step = new ClassifierStep { Model = path, Label = "odd", Minimum = 0.5 };

            // As the original says of the same lines.
            Run(step, "映画\n奇妙").Scores[0].ShouldBe(0.514023, 1e-4);
            Run(step, "a fine film").Scores[0].ShouldBe(0.186425, 1e-4);
            Keeps(step, Run(step, "映画 奇妙")).ShouldBeTrue();
            Keeps(step, Run(step, "a fine film")).ShouldBeFalse();
            Should.Throw<InvalidDataException>(() => new ClassifierStep { Model = path, Label = "no" }.Rules).Message.ShouldContain("good, odd, bad");
            Should.Throw<InvalidDataException>(() => new ClassifierStep { Model = path, Label = "odd", Minimum = 0.9, Maximum = 0.1 }.Rules).Message.ShouldContain("nothing");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Candidate Run(ICleaningStep step, string text, bool wantsEvidence = false)
    {
        var candidate = new Candidate(new Document { Id = "id", Text = text }, wantsEvidence);
        candidate.BeginStep(step.Rules.Count);
        step.Process(candidate);
        return candidate;
    }

    private static bool Keeps(ICleaningStep step, Candidate candidate)
    {
        for (var rule = 0; rule < step.Rules.Count; rule++)
        {
            if (!step.Rules[rule].Allows((float)candidate.Scores[rule]))
            {
                return false;
            }
        }

        return true;
    }
}
