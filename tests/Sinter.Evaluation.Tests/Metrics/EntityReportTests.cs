using Sinter.Evaluation.Metrics;

namespace Sinter.Evaluation.Tests.Metrics;

public sealed class EntityReportTests
{
    [Fact]
    public void Entities_are_those_of_seqeval()
    {
        foreach (var item in Figures.Numbers["entities"]!.AsArray())
        {
            var tags = item!["tags"].Strings();
            EntityReport.Spans(tags).Select(static span => $"{span.Type} {span.Start} {span.End}")
                .ShouldBe(item["spans"]!.AsArray().Select(static span => $"{span![0]} {span[1]} {span[2]}"), string.Join(' ', tags));
            if (item["strict"] is { } strict)
            {
                EntityReport.Spans(tags, strict: true).Select(static span => $"{span.Type} {span.Start} {span.End}")
                    .ShouldBe(strict.AsArray().Select(static span => $"{span![0]} {span[1]} {span[2]}"), string.Join(' ', tags));
            }
        }
    }

    [Fact]
    public void A_whole_entity_counts_or_none_of_it()
    {
        // The example of seqeval's documentation: one of two entities is found, and one is found that is none.
        var report = EntityReport.Of(
            [["O", "O", "O", "B-MISC", "I-MISC", "I-MISC", "O"], ["B-PER", "I-PER", "O"]],
            [["O", "O", "B-MISC", "I-MISC", "I-MISC", "I-MISC", "O"], ["B-PER", "I-PER", "O"]]);

        report.Micro.ShouldBe(new ClassAverage(0.5, 0.5, 0.5));
        report.Macro.F1.ShouldBe(0.5);
        report.Types.ShouldBe([new("MISC", 1, 1, 0), new("PER", 1, 1, 1)]);
        report.TokenAccuracy.ShouldBe(0.8, 1e-12);
    }

    [Fact]
    public void An_entity_does_not_reach_into_the_next_sentence() =>
        EntityReport.Of([["B-PER"], ["I-PER"]], [["B-PER"], ["I-PER"]]).Types.ShouldBe([new("PER", 2, 2, 2)]);

    [Fact]
    public void An_inside_that_begins_counts_unless_strict()
    {
        EntityReport.Of([["B-ORG", "I-ORG"]], [["I-ORG", "I-ORG"]]).Micro.F1.ShouldBe(1);
        EntityReport.Of([["B-ORG", "I-ORG"]], [["I-ORG", "I-ORG"]], strict: true).Micro.F1.ShouldBe(0);
    }

    [Fact]
    public void Tags_are_told_from_other_labels()
    {
        EntityReport.AreTags(["O", "B-PER", "I-PER"]).ShouldBeTrue();
        EntityReport.AreTags(["NOUN", "VERB"]).ShouldBeFalse();
        EntityReport.AreTags(["O"]).ShouldBeFalse();
        EntityReport.AreTags([]).ShouldBeFalse();
    }

    [Fact]
    public void What_does_not_fit_is_told_in_a_sentence()
    {
        Should.Throw<ArgumentException>(() => EntityReport.Of([["O"]], [["O", "O"]])).Message.ShouldContain("Sentence 0 has 1 tags and 2");
        Should.Throw<ArgumentException>(() => EntityReport.Of([["NOUN"]], [["O"]])).Message.ShouldContain("“NOUN” is no tag");
        Should.Throw<ArgumentException>(() => EntityReport.Spans([""])).Message.ShouldContain("no tag");
        EntityReport.Of([], []).Micro.F1.ShouldBe(0);
    }
}
