using Sinter.Data.Cleaning;
using Sinter.Data.Privacy;

namespace Sinter.Data.Tests.Privacy;

public sealed class RedactStepTests
{
    private static readonly Document Mail = new() { Id = "a", Text = "Please mail jane@mail.org or john@site.net about card 4111 1111 1111 1111 today" };

    [Fact]
    public void A_document_is_masked_and_its_finds_are_counted()
    {
        var candidate = Process(new RedactStep { Counts = true }, Mail);

        candidate.Text.ShouldBe("Please mail ****@****.*** or ****@****.*** about card **** **** **** **** today");
        candidate.Scores.ToArray().ShouldBe([250, 3, 0]);
        candidate.GetMetadata(RedactStep.CountsKey).ShouldBe("card=1,email=2");
        candidate.Marks.Count.ShouldBe(3);
    }

    [Fact]
    public void A_document_without_finds_stays_the_same_object()
    {
        var document = new Document { Id = "b", Text = "Nothing of the kind." };
        var candidate = Process(new RedactStep(), document);

        candidate.ToDocument().ShouldBeSameAs(document);
        candidate.Scores.ToArray().ShouldBe([0, 0, 0]);
    }

    [Fact]
    public void What_stays_is_counted_as_left()
    {
        Process(new RedactStep { Policy = "keep" }, Mail).Scores[2].ShouldBe(3);
        Process(new RedactStep { Policy = "email=fake,*=keep" }, Mail).Scores[2].ShouldBe(1);
        Process(new RedactStep { Policy = "remove", Kinds = [PersonalKinds.Email] }, Mail).Text.ShouldBe("Please mail  or  about card 4111 1111 1111 1111 today");
    }

    [Fact]
    public void Pseudonyms_are_the_same_in_all_documents_and_fakes_differ()
    {
        using var folder = new TemporaryFolder();
        var key = folder.File("key", "0123456789abcdef");

        var step = new RedactStep { Policy = "pseudonym", KeyFile = key };
        Process(step, Mail).Text.ShouldBe(Process(step, Mail with { Id = "other" }).Text);
        Process(new RedactStep { Policy = "fake" }, Mail).Text.ShouldNotBe(Process(new RedactStep { Policy = "fake" }, Mail with { Id = "other" }).Text);
    }

    [Fact]
    public void Options_that_cannot_be_are_told_before_any_document()
    {
        using var folder = new TemporaryFolder();
        Refuses(new RedactStep { Policy = "pseudonym" }, "keyFile");
        Refuses(new RedactStep { Policy = "pseudonym", KeyFile = folder.File("short", "short") }, "5 bytes");
        Refuses(new RedactStep { Policy = "hide" }, "hide");
        Refuses(new RedactStep { Kinds = ["mail"] }, "mail");
        Refuses(new RedactStep { AllowFile = folder.File("none") }, "allowFile");
    }

    [Fact]
    public void Recipes_know_the_step_by_its_name() => StepCatalog.BuiltIn.Find("redact").ShouldNotBeNull();

    private static void Refuses(RedactStep step, string part) => Should.Throw<InvalidDataException>(() => step.Rules).Message.ShouldContain(part);

    private static Candidate Process(RedactStep step, Document document)
    {
        var candidate = new Candidate(document, wantsEvidence: true);
        candidate.BeginStep(step.Rules.Count);
        step.Process(candidate);
        return candidate;
    }
}
