using System.Text.Json.Nodes;
using Sinter.Data.Cleaning;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Runs;

public sealed class StageRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunFolder Run => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_result_reads_back_as_it_was_written()
    {
        var result = new StageResult
        {
            Name = "clean",
            Seconds = 1.5,
            DocumentsIn = 10,
            DocumentsOut = 8,
            BytesIn = 1000,
            BytesOut = 900,
            Drops = [new StageDrop("tooShort", 2, 100, [new DropSample("T:System.Int32", "Represents", "2 words, at least 3")])],
            Metrics = new JsonObject { ["nested"] = new JsonObject { ["value"] = 0.25 } },
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["clean.minimumWords"] = "3" },
            Fingerprint = "ab",
        };

        result.Write(Run);
        var again = StageResult.Read(Run, "clean").ShouldNotBeNull();

        again.Drops.Single().Samples.ShouldBe(result.Drops.Single().Samples);
        again.Metrics["nested"]!["value"]!.GetValue<double>().ShouldBe(0.25);
        again.Settings.ShouldBe(result.Settings);
        (again with { Drops = result.Drops, Metrics = result.Metrics, Settings = result.Settings }).ShouldBe(result);
        File.ReadAllText(Run.Stage("clean")).ShouldContain("\"documentsIn\": 10");
    }

    [Fact]
    public void A_stage_without_a_record_has_none() => StageResult.Read(Run, "clean").ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("{\"name\": \"cle")]
    [InlineData("null")]
    [InlineData("[]")]
    public void A_damaged_record_is_named_with_what_to_do(string content)
    {
        AtomicFile.WriteAllText(Run.Stage("clean"), content);

        var message = Should.Throw<InvalidDataException>(() => StageResult.Read(Run, "clean")).Message;

        message.ShouldContain("clean.json");
        message.ShouldContain("delete it to run its stage again");
    }

    [Fact]
    public void A_fingerprint_follows_every_part_and_not_the_order_of_settings()
    {
        static Dictionary<string, string> Settings(params (string, string)[] settings) => settings.ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        var one = StageFingerprint.Compute("clean", Settings(("a", "1"), ("b", "2")), "up");

        StageFingerprint.Compute("clean", Settings(("b", "2"), ("a", "1")), "up").ShouldBe(one);
        StageFingerprint.Compute("split", Settings(("a", "1"), ("b", "2")), "up").ShouldNotBe(one);
        StageFingerprint.Compute("clean", Settings(("a", "1"), ("b", "3")), "up").ShouldNotBe(one);
        StageFingerprint.Compute("clean", Settings(("a", "1b2"), ("", "")), "up").ShouldNotBe(one);
        StageFingerprint.Compute("clean", Settings(("a", "1"), ("b", "2")), "other").ShouldNotBe(one);
    }
}
