using System.Text.Json;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Tests;

namespace Sinter.Cli.Tests.Verbs.Models;

public sealed class ModelInfoVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Presets => [.. ModelPresets.All.Select(static preset => preset.Name)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_preset_has_a_table_and_a_drawing_whose_boxes_are_closed(string preset)
    {
        var run = ToolRun.Of("model", "info", preset);

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain(FormattableString.Invariant($"parameters  {ModelPresets.Find(preset)!.Config.Parameters:N0}"));
        ShouldBeClosed(run.Output);
    }

    [Fact]
    public void The_figures_of_GPT_2_are_those_of_its_paper()
    {
        var output = ToolRun.Of("model", "info", "gpt2-124m").Output;

        foreach (var figure in new[] { "12 layers, 768 wide, 12 heads of 64, context 1,024, vocabulary 50,257", "124,439,808", "498 MB in f32, 249 MB in f16, bf16", "1.99 GB", "73.7 kB", "+ learned positions 1,024", "feed-forward of 3,072, GELU", "the embedding again" })
        {
            output.ShouldContain(figure);
        }
    }

    [Theory]
    [InlineData("mixtral-8x7b", "router: 2 of 8 experts a token")]
    [InlineData("t5-small", "6 x decoder, from the target so far")]
    [InlineData("bart-base", "attention to the encoder's last hidden states")]
    [InlineData("lstm-20m", "LSTM of 650 units")]
    [InlineData("gemma2-2b", "scores capped at 50")]
    [InlineData("pythia-70m", "(side by side with)")]
    [InlineData("bert-base", "the token at each place")]
    public void A_drawing_shows_what_is_special(string preset, string part) => ToolRun.Of("model", "info", preset).Output.ShouldContain(part);

    [Theory]
    [InlineData("multi-token", "the next 4 tokens")]
    [InlineData("bert-sequence-classification", "the class of the text: LABEL_0, LABEL_1, LABEL_2")]
    [InlineData("llama-question-answering", "first and last token of the answer")]
    public void A_model_folder_is_shown_with_its_head(string name, string output)
    {
        var run = ToolRun.Of("model", "info", Path.Combine(OracleFolder.Path, name));

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldContain(output);
        ShouldBeClosed(run.Output);
    }

    [Fact]
    public void Labels_of_a_strange_file_cannot_break_the_drawing()
    {
        var bert = ModelFolder.Open(Path.Combine(OracleFolder.Path, "bert")).Config;
        Directory.CreateDirectory(_folder.File("model"));
        ModelConfigJson.Write(_folder.File("model/config.json"), bert.WithHead(ModelHead.SequenceClassification, ["a\n\u001b[31m", new string('x', 500)]), new GenerationConfig());

        var run = ToolRun.Of("model", "info", _folder.File("model"));

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        ShouldBeClosed(run.Output);
        run.Output.ShouldNotContain('\u001b');
        run.Output.TrimEnd().ShouldEndWith("…");
    }

    [Theory]
    [InlineData("llama3-8b", "Decoder", 8_030_261_248, 262_144)]
    [InlineData("bert-base", "Encoder", 109_514_298, 0)]
    [InlineData("t5-small", "EncoderDecoder", 60_506_624, 24_576)]
    [InlineData("gru-18m", "Recurrent", 18_087_800, 0)]
    public void The_figures_can_be_had_as_JSON(string preset, string kind, long parameters, long cache)
    {
        var json = JsonElement.Parse(ToolRun.Of("model", "info", preset, "--json").Output);

        (json.GetProperty("name").GetString(), json.GetProperty("kind").GetString()).ShouldBe((preset, kind));
        json.GetProperty("parameters").GetInt64().ShouldBe(parameters);
        json.GetProperty("parts").EnumerateArray().Sum(static part => part.GetProperty("parameters").GetInt64()).ShouldBe(parameters);
        json.GetProperty("bytes").GetProperty("bf16").GetInt64().ShouldBe(2 * parameters);
        json.GetProperty("cacheBytesPerToken").GetInt64().ShouldBe(cache);
        json.GetProperty("operationsPerToken").GetProperty("atStart").GetDouble().ShouldBeGreaterThan(0);
        json.GetProperty("config").GetProperty("hiddenSize").GetInt32().ShouldBe(ModelPresets.Find(preset)!.Config.HiddenSize);
    }

    [Fact]
    public void Without_a_name_all_presets_are_listed()
    {
        var lines = ToolRun.Of("model", "info").Output.TrimEnd().Split('\n');

        lines.Length.ShouldBe(ModelPresets.All.Count);
        lines.ShouldContain(static line => line.StartsWith("gpt3-175b", StringComparison.Ordinal) && line.Contains("174,604,259,328 parameters"));
    }

    [Fact]
    public void What_is_neither_a_folder_nor_a_preset_is_refused_in_a_sentence()
    {
        ToolRun.Of("model", "info", "bert-bse").ShouldFail(ExitCode.Failed, "There is no model folder 'bert-bse' and no such preset; did you mean 'bert-base'?");
        ToolRun.Of("model", "info", _folder.Path).ShouldFail(ExitCode.Failed, "config.json");
        File.WriteAllText(_folder.File("config.json"), "{");
        ToolRun.Of("model", "info", _folder.Path).ShouldFail(ExitCode.Failed, "is not valid JSON");
    }

    /// <summary>Holds that all edges of the boxes stand under one another and nothing goes beyond.</summary>
    private static void ShouldBeClosed(string output)
    {
        var drawing = output[output.IndexOf("\n\n", StringComparison.Ordinal)..].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var edges = drawing.Where(static line => line.Length > 2 && line[2] is '┌' or '│' or '└').ToArray();
        edges.Length.ShouldBeGreaterThan(8);
        edges.Select(static line => line.Length).Distinct().ShouldHaveSingleItem();
        edges.Select(static line => (line[2], line[^1])).Distinct().ShouldBeSubsetOf([('┌', '┐'), ('│', '│'), ('└', '┘')]);
        drawing.ShouldAllBe(line => line.Length <= edges[0].Length);
    }
}
