using System.Text.Json.Nodes;

namespace Sinter.Evaluation.Tests;

public sealed class EvaluationResultTests
{
    private static readonly EvaluationResult Result =
        EvaluationResult.Of(1.1, 1.2, new Dictionary<string, double>(StringComparer.Ordinal) { ["unigram"] = 2.4, ["trigram"] = 1.6, ["gzip"] = 2.1 }) with
        {
            KindAccuracy = KindAccuracy.Of(ClassificationScore.Of([("method", "method"), ("event", "method")], ["method"])),
        };

    [Fact]
    public void The_best_baseline_is_the_one_to_beat()
    {
        Result.BitsPerByte["baseline"].ShouldBe(1.6);
        Result.BaselineName.ShouldBe("trigram");
    }

    [Fact]
    public void The_keys_are_those_of_the_contract()
    {
        var json = Result.ToJson();

        json["bitsPerByte"]!["base"]!.GetValue<double>().ShouldBe(1.1);
        json["bitsPerByte"]!["tuned"]!.GetValue<double>().ShouldBe(1.2);
        json["bitsPerByte"]!["unigram"]!.GetValue<double>().ShouldBe(2.4);
        json["kindAccuracy"]!["tuned"]!.GetValue<double>().ShouldBe(0.5);
        json["kindAccuracy"]!["majority"]!.GetValue<double>().ShouldBe(0.5);
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        var read = EvaluationResult.FromJson(JsonNode.Parse(Result.ToJson().ToJsonString())!);

        read.BitsPerByte.ShouldBe(Result.BitsPerByte);
        read.KindAccuracy!.Classes.ShouldBe(Result.KindAccuracy!.Classes);
        read.KindAccuracy.High.ShouldBe(Result.KindAccuracy.High);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"bitsPerByte":"good","baselineName":"x"}""")]
    [InlineData("[]")]
    public void Other_json_is_refused_in_a_sentence(string json) =>
        Should.Throw<InvalidDataException>(() => EvaluationResult.FromJson(JsonNode.Parse(json)!)).Message.ShouldContain("run the evaluate stage again");
}
