using System.Globalization;
using System.Security.Cryptography;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;

namespace Sinter.Cli.Tests.Verbs.Models;

public sealed class SurgeryVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public SurgeryVerbTests() => _model = Write("model", seed: 5);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Upscale_writes_a_deeper_model_with_all_that_lies_beside_it_and_shows_both()
    {
        File.WriteAllText(Path.Combine(_model, "chat_template.jinja"), "{{ messages }}");
        File.WriteAllText(Path.Combine(_model, "generation_config.json"), """{"temperature": 0.5, "unknown": 7}""");

        var run = Run("upscale", _model, "--overlap", "1");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        ModelFolder.Open(Out).Config.Layers.ShouldBe(4);
        foreach (var file in new[] { "tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "generation_config.json" })
        {
            File.ReadAllBytes(Path.Combine(Out, file)).ShouldBe(File.ReadAllBytes(Path.Combine(_model, file)));
        }

        Row(run, "layers").ShouldBe(["3", "4"]);
        var parameters = Row(run, "parameters");
        parameters.ShouldBe([.. new[] { _model, Out }.Select(static folder => ModelFolder.Open(folder).Config.Parameters.ToString("N0", CultureInfo.InvariantCulture))]);
        Row(run, "on disk").Length.ShouldBe(4);
        Row(run, "nats a token").ShouldAllBe(static loss => double.Parse(loss, CultureInfo.InvariantCulture) > 1);
        run.Output.ShouldContain("Loss on a built-in paragraph.");
        run.Output.ShouldContain($"Wrote  {Out}");
    }

    [Fact]
    public void Insert_leaves_the_loss_as_it_was()
    {
        var run = Run("insert", _model, "--at", "0,2,2");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        Row(run, "layers").ShouldBe(["3", "6"]);
        var loss = Row(run, "nats a token");
        loss[1].ShouldBe(loss[0]);
        Row(run, "bits a byte").Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Downscale_takes_layers_by_name_evenly_or_by_importance()
    {
        Run("downscale", _model, "--layers", "0,2").Code.ShouldBe(ExitCode.Done);
        Run("downscale", _model, "--keep", "2", "--out", "even").Code.ShouldBe(ExitCode.Done);
        Weights(_folder.File("even")).ShouldBe(Weights(Out));

        // A layer that does nothing is the first to go.
        Run("insert", _model, "--at", "1", "--out", "deeper").Code.ShouldBe(ExitCode.Done);
        var sample = _folder.File("sample.txt", "the cat and the hat and the bat");
        var run = Run("downscale", _folder.File("deeper"), "--keep", "3", "--by", "importance", "--sample", sample, "--out", "back");
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        Weights(_folder.File("back")).ShouldBe(Weights(_model));
        run.Output.ShouldContain("    2    0.000000  goes");
        run.Output.ShouldContain($"Loss on '{sample}'.");
    }

    [Fact]
    public void Narrow_takes_neurons_and_heads()
    {
        var run = Run("narrow", _model, "--intermediate", "20", "--heads", "2");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        var config = ModelFolder.Open(Out).Config;
        (config.IntermediateSize, config.Heads, config.KeyValueHeads).ShouldBe((20, 2, 1));
    }

    [Fact]
    public void Merge_shows_every_model()
    {
        var other = Write("other", seed: 6);
        var run = Run("merge", "--method", "slerp", _model, other, "--t", "0");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        Weights(Out).ShouldBe(Weights(_model));
        run.Output.ShouldContain("model");
        Row(run, "layers").ShouldBe(["3", "3", "3"]);
        Row(run, "nats a token")[2].ShouldBe(Row(run, "nats a token")[0]);

        Run("merge", "--method", "ties", _model, other, "--base", other, "--density", "1", "--out", "ties").Code.ShouldBe(ExitCode.Done);
        Run("merge", "--method", "linear", _model, other, "--weights", "0,1", "--out", "linear").Code.ShouldBe(ExitCode.Done);
        Weights(_folder.File("linear")).ShouldBe(Weights(other));
        Run("merge", "--method", "dare", _model, "--base", other, "--seed", "3", "--out", "dare").Code.ShouldBe(ExitCode.Done);
        Run("merge", "--method", "passthrough", $"{_model}:0-1", $"{other}:1-2", "--out", "stacked").Code.ShouldBe(ExitCode.Done);
        ModelFolder.Open(_folder.File("stacked")).Config.Layers.ShouldBe(4);
        Run("merge", "--method", "passthrough", _model, "--out", "whole").Code.ShouldBe(ExitCode.Done);
        Weights(_folder.File("whole")).ShouldBe(Weights(_model));
    }

    [Fact]
    public void Vocabulary_goes_to_another_tokenizer_and_back_to_the_same()
    {
        Run("vocabulary", _model, "--tokenizer", _model).Code.ShouldBe(ExitCode.Done);
        Weights(Out).ShouldBe(Weights(_model));
        Tokenizer.Load(Out).Fingerprint.ShouldBe(Tokenizer.Load(_model).Fingerprint);

        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 290, Threads = 1 }).Train(["where there is a will, there is a way, and where there is a way"]);
        Directory.CreateDirectory(_folder.File("tokenizer"));
        tokenizer.SaveFolder(_folder.File("tokenizer"));
        var run = Run("vocabulary", _model, "--tokenizer", _folder.File("tokenizer"), "--pad-to", "64", "--out", "new");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        var folder = ModelFolder.Open(_folder.File("new"));
        folder.Config.VocabularySize.ShouldBe((tokenizer.VocabularySize + 63) / 64 * 64);
        folder.Generation.EndOfText.ShouldBe([tokenizer.EndOfText!.Value]);
        Tokenizer.Load(_folder.File("new")).Fingerprint.ShouldBe(tokenizer.Fingerprint);
        run.Output.ShouldContain("from one old token");
    }

    [Fact]
    public void Convert_halves_the_file_and_keeps_what_it_computes()
    {
        var run = Run("convert", _model, "--type", "bf16");
        run.Code.ShouldBe(ExitCode.Done, run.Error);
        new FileInfo(Path.Combine(Out, "model.safetensors")).Length.ShouldBeLessThan((new FileInfo(Path.Combine(_model, "model.safetensors")).Length * 6) / 10);

        Run("convert", _model, "--tie", "mean", "--pad-to", "64", "--out", "tied").Code.ShouldBe(ExitCode.Done);
        var untied = Run("convert", _folder.File("tied"), "--untie", "--out", "untied");
        untied.Code.ShouldBe(ExitCode.Done, untied.Error);
        var loss = Row(untied, "nats a token");
        loss[1].ShouldBe(loss[0]);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("gpt-neox")]
    [InlineData("gemma")]
    [InlineData("mixtral")]
    [InlineData("bert")]
    [InlineData("t5")]
    public void Models_whose_loss_cannot_be_measured_say_why(string name)
    {
        var run = Run("convert", Oracle(name), "--type", "f16");

        run.Code.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldNotContain("nats a token");
        run.Output.ShouldContain(name is "bert" or "t5" ? "No loss: the model is no language model that reads from left to right" : "holds no tokenizer.");
    }

    [Fact]
    public void A_recurrent_model_has_a_loss_too()
    {
        var config = ModelFolder.Open(Oracle("lstm")).Config with { VocabularySize = 270 };
        var model = Model.Create(config, new CpuBackend(1), trainable: false);
        model.Initialize(3);
        ModelFolder.Write(_folder.File("lstm"), config, ModelWeights.ToWrite(model));
        Tokenizer.Load(_model).SaveFolder(_folder.File("lstm"));

        var run = Run("convert", _folder.File("lstm"), "--type", "bf16");

        run.Code.ShouldBe(ExitCode.Done, run.Error);

        // Small random weights know nothing: about ln 270 = 5.598.
        Row(run, "nats a token").ShouldAllBe(static loss => Math.Abs(double.Parse(loss, CultureInfo.InvariantCulture) - 5.598) < 0.3);
    }

    [Fact]
    public void What_cannot_work_is_told_in_a_sentence()
    {
        Run("upscale", _model, "--overlap", "3").ShouldFail(ExitCode.WrongUse, "An overlap of 3 does not fit a model of 3 layers; give 0 to 2.");
        Run("upscale", _folder.File("none"), "--overlap", "1").ShouldFail(ExitCode.Failed, "There is no model folder");
        Run("insert", _model, "--at", "3").ShouldFail(ExitCode.WrongUse, "each from 0 to 2");
        Run("insert", _model, "--at", "1-").ShouldFail(ExitCode.WrongUse, "--at is '1-', expected layers such as 0,1,4-7");
        Run("insert", Oracle("bert"), "--at", "0").ShouldFail(ExitCode.WrongUse, "normalises the sum that it adds to");
        Run("downscale", _model).ShouldFail(ExitCode.WrongUse, "Give either --layers");
        Run("downscale", _model, "--layers", "0", "--keep", "1").ShouldFail(ExitCode.WrongUse, "Give either --layers");
        Run("downscale", _model, "--layers", "0", "--by", "evenly").ShouldFail(ExitCode.WrongUse, "give one of the two");
        Run("downscale", _model, "--keep", "4").ShouldFail(ExitCode.WrongUse, "4 layers cannot stay of a model of 3");
        Run("downscale", _model, "--keep", "4", "--by", "importance").ShouldFail(ExitCode.WrongUse, "4 layers cannot stay of a model of 3");
        Run("downscale", _model, "--keep", "2", "--by", "chance").ShouldFail(ExitCode.WrongUse, "--by is 'chance', expected one of evenly, importance");
        Run("downscale", Oracle("gpt2"), "--keep", "1", "--by", "importance").ShouldFail(ExitCode.Failed, "holds no tokenizer");
        Run("narrow", _model).ShouldFail(ExitCode.WrongUse, "Give --intermediate, --heads or both.");
        Run("narrow", _model, "--heads", "3").ShouldFail(ExitCode.WrongUse, "3 heads cannot stay of 4");
        Run("narrow", Oracle("gpt2"), "--heads", "2").ShouldFail(ExitCode.WrongUse, "cannot say that HeadSize is 8");
        Run("convert", _model).ShouldFail(ExitCode.WrongUse, "Nothing is to change");
        Run("convert", _model, "--type", "int8").ShouldFail(ExitCode.WrongUse, "--type is 'int8', expected one of f32, f16, bf16.");
        Run("convert", _model, "--tie", "mean", "--untie").ShouldFail(ExitCode.WrongUse, "do the opposite");
        Run("convert", _model, "--untie").ShouldFail(ExitCode.WrongUse, "a matrix of its own already");
        Run("vocabulary", _model, "--tokenizer", _folder.File("none")).ShouldFail(ExitCode.Failed, "none");
        Run("upscale", _model, "--overlap", "1", "--sample", _folder.File("none.txt")).ShouldFail(ExitCode.Failed, "There is no text file");
        ToolRun.Of("model", "upscale", _model, "--overlap", "1", "--out", _model).ShouldFail(ExitCode.Failed, "is there already and not an empty folder");
        Directory.Exists(Out).ShouldBeFalse();
        Directory.Exists(Out + ".partial").ShouldBeFalse();
    }

    [Fact]
    public void Merges_that_cannot_work_are_told_in_a_sentence()
    {
        Run("merge", "--method", "average", _model, _model).ShouldFail(ExitCode.WrongUse, "--method is 'average', expected one of linear, slerp");
        Run("merge", "--method", "slerp", _model).ShouldFail(ExitCode.WrongUse, "give two");
        Run("merge", "--method", "ties", _model).ShouldFail(ExitCode.WrongUse, "give the base");
        Run("merge", "--method", "linear", _model, _model, "--t", "0.5").ShouldFail(ExitCode.WrongUse, "linear has no t; leave out --t.");
        Run("merge", "--method", "task", _model, "--base", _model, "--density", "0.5").ShouldFail(ExitCode.WrongUse, "leave out --density");
        Run("merge", "--method", "linear", _model, _model, "--weights", "1,x").ShouldFail(ExitCode.WrongUse, "--weights is '1,x', expected numbers such as 0.7,0.3");
        Run("merge", "--method", "linear", _model, Oracle("gpt2")).ShouldFail(ExitCode.WrongUse, "The models do not fit: Family is Llama in");
        Run("merge", "--method", "passthrough", $"{_model}:0-3").ShouldFail(ExitCode.WrongUse, "has no layers 0-3");
        Run("merge", "--method", "passthrough", $"{_model}:a").ShouldFail(ExitCode.WrongUse, "names no layers; give a folder and layers such as DIR:0-8.");
        Run("merge", "--method", "passthrough", _model, "--base", _model).ShouldFail(ExitCode.WrongUse, "leave out --base");

        // One model with the tokens of another.
        var other = Write("other", seed: 5, "where there is a will there is a way, and there is a way");
        Run("merge", "--method", "linear", _model, other).ShouldFail(ExitCode.Failed, "The models do not fit: the token ");
        Directory.Exists(Out).ShouldBeFalse();
    }

    [Theory]
    [InlineData("upscale")]
    [InlineData("insert")]
    [InlineData("downscale")]
    [InlineData("narrow")]
    [InlineData("merge")]
    [InlineData("vocabulary")]
    [InlineData("convert")]
    public void Help_ends_with_examples(string verb)
    {
        var run = ToolRun.Of("model", verb, "--help");

        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain($"Examples:\n  sinter model {verb} ");
    }

    private string Out => _folder.File("out");

    /// <summary>A verb that writes to <see cref="Out"/>, or to the folder that is named last.</summary>
    private ToolRun Run(params string[] arguments) => arguments is [.. var before, "--out", var name]
        ? ToolRun.Of(["model", .. before, "--out", _folder.File(name)])
        : ToolRun.Of(["model", .. arguments, "--out", Out]);

    /// <summary>What stands behind a label of the table.</summary>
    private static string[] Row(ToolRun run, string label)
        => run.Output.Split('\n').Single(line => line.StartsWith(label + " ", StringComparison.Ordinal))[label.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Weights(string folder) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, ModelFolder.WeightsFileName))));

    private static string Oracle(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sinter.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "tests", "oracle", "models", "data", name);
    }

    /// <summary>A random Llama of three layers, with a tokenizer.</summary>
    private string Write(string name, ulong seed, string text = "the cat and the hat and the bat")
    {
        var folder = _folder.File(name);
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 270, Threads = 1 }).Train([text]);
        var config = new ModelConfig
        {
            VocabularySize = 270,
            HiddenSize = 32,
            Layers = 3,
            Heads = 4,
            KeyValueHeads = 2,
            IntermediateSize = 48,
            ContextLength = 64,
            TieEmbeddings = false,
        };
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        model.Initialize(seed);
        ModelFolder.Write(folder, config, ModelWeights.ToWrite(model));
        tokenizer.SaveFolder(folder, ChatTemplate.Default, 64);
        return folder;
    }
}
