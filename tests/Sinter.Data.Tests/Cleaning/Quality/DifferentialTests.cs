using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Cleaning;
using Sinter.Data.Cleaning.Normalisation;
using Sinter.Data.Cleaning.Quality;

namespace Sinter.Data.Tests.Cleaning.Quality;

/// <summary>The fast measures against their plain definitions, on texts with many repetitions and on odd ones.</summary>
public sealed class DifferentialTests
{
    private static readonly ICleaningStep[] AllSteps =
    [
        new GopherQualityStep(), new GopherQualityStep { Dialect = GopherDialect.Dolma }, new GopherRepetitionStep(), new GopherRepetitionStep { Dialect = GopherDialect.Dolma },
        new C4Step(), new C4Step { EndPunctuation = false }, new FineWebStep(), new RefinedWebLinesStep(), new CourseStep(), new BoilerplateStep(), new MendStep { Unwrap = true },
        new NormaliseTextStep { Form = "NFKC", Hyphenation = true, StraightQuotes = true, PlainDashes = true },
    ];

    [Fact]
    public void Repetition_is_measured_as_defined() =>
        Prop.ForAll(Texts().ToArbitrary(), text =>
        {
            var words = ReferenceMeasures.Words(text);
            var datatrove = Steps.Run(new GopherRepetitionStep(), text).Scores;
            var dolma = Steps.Run(new GopherRepetitionStep { Dialect = GopherDialect.Dolma }, text).Scores;
            var characters = words.Sum(word => word.Length);
            var (lines, paragraphs) = (ReferenceMeasures.Lines(text), ReferenceMeasures.Paragraphs(text));
            Same(datatrove["duplicateLines"], ReferenceMeasures.FurtherCopies(lines).Parts, lines.Length);
            Same(datatrove["duplicateLineCharacters"], ReferenceMeasures.FurtherCopies(lines).Characters, text.Length);
            Same(datatrove["duplicateParagraphs"], ReferenceMeasures.FurtherCopies(paragraphs).Parts, paragraphs.Length);
            Same(datatrove["duplicateParagraphCharacters"], ReferenceMeasures.FurtherCopies(paragraphs).Characters, text.Length);
            Same(dolma["duplicateLines"], ReferenceMeasures.AllCopies(lines).Parts, lines.Length);
            Same(dolma["duplicateLineCharacters"], ReferenceMeasures.AllCopies(lines).Characters, characters);
            for (var n = 2; n <= 4; n++)
            {
                Same(datatrove[$"top{n}Gram"], ReferenceMeasures.Top(words, n, spaces: true), text.Length);
                Same(dolma[$"top{n}Gram"], ReferenceMeasures.Top(words, n, spaces: false), characters);
            }

            for (var n = 5; n <= 10; n++)
            {
                Same(datatrove[$"duplicate{n}Grams"], ReferenceMeasures.DuplicatesWithoutOverlap(words, n), text.Length);
                dolma[$"duplicate{n}Grams"].ShouldBe(ReferenceMeasures.DuplicateShare(words, n));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Words_lines_and_paragraphs_are_found_as_defined() =>
        Prop.ForAll(Texts().ToArbitrary(), text =>
        {
            var analysis = new TextAnalysis(text);
            analysis.Words.ToArray().Select(word => word.In(text).ToString()).ShouldBe(ReferenceMeasures.Words(text));
            analysis.ContentLines.ToArray().Select(line => line.In(text).ToString()).ShouldBe(ReferenceMeasures.Lines(text));
            analysis.Paragraphs.ToArray().Select(paragraph => paragraph.In(text).ToString()).ShouldBe(ReferenceMeasures.Paragraphs(text));
            analysis.WordList.Characters.ShouldBe(ReferenceMeasures.Words(text).Sum(word => (long)word.Length));
            analysis.WordList.Letters.ShouldBe(ReferenceMeasures.Words(text).Count(word => word.Any(c => char.IsLetter(c) || char.IsSurrogate(c))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("empty")]
    [InlineData("word")]
    [InlineData("signs")]
    [InlineData("ideographs")]
    [InlineData("long line")]
    [InlineData("many lines")]
    [InlineData("many bracket")]
    [InlineData("one letter")]
    [InlineData("lone surrogates")]
    public void Odd_texts_are_measured_by_every_step(string kind)
    {
        var text = kind switch
        {
            "empty" => "",
            "word" => "word",
            "signs" => "... --- ### !!! 12 34 {} []",
            "ideographs" => new string('\u6F22', 5000) + "\u3002",
            "long line" => string.Concat(Enumerable.Range(0, 150_000).Select(i => $"{i % 5000} a")),
            "many lines" => string.Join('\n', Enumerable.Range(0, 100_000).Select(i => $"line {i % 999}.")),
            "many bracket" => new string('[', 300_000) + new string('&', 300_000) + string.Concat(Enumerable.Repeat("\\n", 100_000)),
            "one letter" => string.Concat(Enumerable.Repeat("a ", 300_000)),
            _ => "\uD800 a \uDC00\uDC00 b\uD800\nc \uDBFF",
        };
        foreach (var step in AllSteps)
        {
            var first = Steps.Run(step, text);
            var second = Steps.Run(step, text);

            first.Scores.ShouldBe(second.Scores);
            first.Text.ShouldBe(second.Text);
        }
    }

    /// <summary>Few short words, so that lines and runs repeat, with all that stands between words.</summary>
    private static Gen<string> Texts() =>
        Gen.Elements("a", "b", "to", "the", "words,", "\"end\".", "longer\u2026", "\u65E5\u672C", "na\u00EFve", "\U0001F600", "#", "...", "x1", "\uD800", "caf\u00E9s")
            .Zip(Gen.Elements(" ", " ", " ", "  ", "\n", "\n", "\n\n", "\n \n", "\t", "\u00A0", "\u2003", " \n\n\n"), (word, gap) => word + gap)
            .ArrayOf()
            .Zip(Gen.Choose(1, 4), (parts, times) => string.Concat(Enumerable.Repeat(string.Concat(parts), times)));

    private static void Same(double score, double part, double whole) => score.ShouldBe(whole == 0 ? double.NaN : part / whole);
}
