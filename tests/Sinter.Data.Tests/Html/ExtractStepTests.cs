using System.Text;
using Sinter.Data.Cleaning;
using Sinter.Data.Html;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Html;

public sealed class ExtractStepTests
{
    private const string Page = "<html lang=de><head><title>Titel</title><meta name=author content=Wer><meta name=date content=2021-05-06></head><body><article><p>Der Fluss war drei Tage lang gestiegen, als der Rat endlich tagte, und niemand zweifelte daran, was er beschließen würde.</p></article></body></html>";

    [Theory]
    [InlineData("text/html")]
    [InlineData("Application/XHTML+XML; charset=utf-8")]
    [InlineData(null)]
    public void Pages_become_prose_with_metadata(string? contentType)
    {
        var candidate = Run(new ExtractStep(), Page, contentType);
        candidate.Text.ShouldStartWith("Der Fluss");
        candidate.Scores[0].ShouldBe(candidate.Text.Length);
        (candidate.GetMetadata("title"), candidate.GetMetadata("author"), candidate.GetMetadata("date"), candidate.GetMetadata("htmlLanguage")).ShouldBe(("Titel", "Wer", "2021-05-06", "de"));
    }

    [Theory]
    [InlineData("<p>A page of another sort", "text/plain")]
    [InlineData("Prose that speaks of <html> tags.", null)]
    [InlineData("", null)]
    public void Other_documents_pass_as_they_are(string text, string? contentType)
    {
        var candidate = Run(new ExtractStep(), text, contentType);
        candidate.Text.ShouldBeSameAs(text);
        double.IsNaN(candidate.Scores[0]).ShouldBeTrue();
    }

    [Fact]
    public void A_page_without_text_scores_zero_which_the_limit_does_not_allow()
    {
        var step = new ExtractStep();
        Run(step, "<html><script>x</script></html>", null).Scores[0].ShouldBe(0);
        step.Rules[0].Allows(0).ShouldBeFalse();
        step.Rules[0].Allows(1).ShouldBeTrue();
        new ExtractStep { MinimumCharacters = 0 }.Rules[0].Allows(0).ShouldBeTrue();
    }

    [Fact]
    public void The_format_gives_one_document_a_file()
    {
        var format = new HtmlFormat();
        var outcome = format.Read(new MemoryStream(Encoding.UTF8.GetBytes(Page)), "a/b.html", ReadSettings.Default).Single().Decode().Single();
        var document = outcome.Document.ShouldNotBeNull();
        (document.Id, document.Source, document.Text, document.Metadata["contentType"]).ShouldBe(("a/b.html", "a/b.html", Page, "text/html"));
    }

    [Fact]
    public void A_page_that_is_too_large_or_breaks_off_is_a_fault()
    {
        var settings = new ReadSettings { MaximumRecordBytes = 100 };
        new HtmlFormat().Read(new MemoryStream(new byte[101]), "a.html", settings).Single().Decode().Single().Broken.ShouldNotBeNull().Reason.ShouldContain("100 bytes");
        new HtmlFormat().Read(new MemoryStream(new byte[100]), "a.html", settings).Single().Decode().Single().Document.ShouldNotBeNull();
        new HtmlFormat().Read(new BrokenStream(), "a.html", settings).Single().Decode().Single().Broken.ShouldNotBeNull().Reason.ShouldContain("cut short");
    }

    [Theory]
    [InlineData("<!DOCTYPE html><p>", true)]
    [InlineData("\uFEFF \n<!-- a --><HTML lang=en>", true)]
    [InlineData("<?xml version='1.0'?>\n<!doctype HTML PUBLIC>", true)]
    [InlineData("<htmlx>", false)]
    [InlineData("<?xml version='1.0'?><rss>", false)]
    [InlineData("{\"text\":\"<html>\"}", false)]
    [InlineData("<!--", false)]
    public void Content_is_recognised_by_its_start(string start, bool expected) => new HtmlFormat().Recognises(Encoding.UTF8.GetBytes(start)).ShouldBe(expected);

    private static Candidate Run(ExtractStep step, string text, string? contentType)
    {
        var metadata = contentType is null ? MetadataDictionary.Empty : new MetadataDictionary([new("contentType", contentType)]);
        var candidate = new Candidate(new Document { Id = "1", Text = text, Metadata = metadata });
        candidate.BeginStep(step.Rules.Count);
        step.Process(candidate);
        return candidate;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new InvalidDataException("The archive is cut short.");
    }
}
