using Sinter.Data.Cleaning;

namespace Sinter.Data.Tests.Cleaning.Runs;

public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("Write to jane.doe+x@mail.example.org today.", "Write to ••••.•••+•@••••.•••••••.••• today.")]
    [InlineData("Call +49 (30) 123-4567 or 555 1234.", "Call +•• (••) •••-•••• or ••• ••••.")]
    [InlineData("From 192.168.10.7, in 2024, 12,345 times", "From •••.•••.••.•, in 2024, 12,345 times")]
    [InlineData("Card 4111 1111 1111 1111.", "Card •••• •••• •••• ••••.")]
    [InlineData("", "")]
    public void What_points_to_a_person_is_masked(string text, string expected) => PersonalData.Mask(text).ShouldBe(expected);

    [Fact]
    public void The_report_of_a_cleaning_shows_none()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("in.jsonl", "{\"id\":\"a\",\"text\":\"jane@mail.example\"}\n{\"id\":\"b\",\"text\":\"This text is kept: jane@mail.example wrote it.\"}\n");
        var output = new CleaningFolder(folder.File("out"));

        new CleaningRun(output, [CleaningFixture.Source(path)], CleaningFixture.Chain(new StepSetting("minimumWords")), new CleaningOptions(), []).Run(cancellation: TestContext.Current.CancellationToken);

        File.ReadAllText(output.ReportPage).ShouldNotContain("jane@mail");
        File.ReadAllText(output.ReportPage).ShouldContain("••••@••••.•••••••");
        File.ReadAllText(output.Report).ShouldNotContain("jane@mail");
    }
}
