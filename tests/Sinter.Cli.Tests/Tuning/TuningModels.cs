using System.Globalization;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;

namespace Sinter.Cli.Tests.Tuning;

/// <summary>A tiny decoder and a tiny encoder with random weights to tune, and files of examples for each task.</summary>
public sealed class TuningModels : IDisposable
{
    /// <summary>The examples of each file.</summary>
    public const int Examples = 40;

    private const int Context = 128;
    private static readonly string[] Things = ["film", "book", "song", "play", "house", "road", "cake", "dog", "hat", "boat"];
    private static readonly string[] Good = ["good", "great", "fine", "lovely"];
    private static readonly string[] Bad = ["bad", "poor", "awful", "dull"];

    private readonly TemporaryFolder _folder = new();
    private int _runs;

    /// <summary>Makes the models.</summary>
    public TuningModels()
    {
        var texts = Enumerable.Range(0, Examples).SelectMany(i => (string[])[Review(i), $"the {Things[i % 10]} was here and who was it", "what is one and two, three or four?"]).ToArray();
        Decoder = Write("decoder", texts, TokenizerModel.Bpe, [.. SpecialTokens.All], sizes => sizes);
        Encoder = Write("encoder", texts, TokenizerModel.WordPiece, [.. SpecialTokens.All, "<|mask|>", "[UNK]"], static sizes => FamilyDefaults.Apply(sizes with { Family = ModelFamily.ModernBert, KeyValueHeads = sizes.Heads }));
    }

    /// <summary>The folder of a Llama of one layer.</summary>
    public string Decoder { get; }

    /// <summary>The folder of a ModernBERT of one layer.</summary>
    public string Encoder { get; }

    /// <summary>The path of a file, which is written where there is content.</summary>
    public string File(string name, string? content = null) => _folder.File(name, content);

    /// <summary>A folder that does not exist yet.</summary>
    public string NewRun() => _folder.File(string.Create(CultureInfo.InvariantCulture, $"run-{Interlocked.Increment(ref _runs)}"));

    /// <summary>A file of lines.</summary>
    public string Lines(string name, IEnumerable<string> lines) => _folder.File(name, string.Concat(lines.Select(static line => line + "\n")));

    /// <summary>A file of examples of a task.</summary>
    public string Data(string task) => Lines($"{task}.jsonl", Enumerable.Range(0, Examples).Select(i => Example(task, i)));

    /// <summary>An example of a task as a line of JSON.</summary>
    public static string Example(string task, int i)
    {
        var (thing, number) = (Things[i % 10], i.ToString(CultureInfo.InvariantCulture));
        return task switch
        {
            "classify" => $$"""{"text":"{{Review(i)}}","label":"{{(i % 2 == 0 ? "positive" : "negative")}}"}""",
            "pair" => $$"""{"sentence1":"the {{thing}} {{number}}","sentence2":"{{(i % 2 == 0 ? "the " + thing : "a road")}} {{number}}","label":"{{(i % 2 == 0 ? "same" : "other")}}"}""",
            "tokens" => $$"""{"words":["the","{{thing}}","is","{{number}}"],"tags":["O","B-THING","O","{{(i % 2 == 0 ? "B-NUMBER" : "O")}}"]}""",
            "qa" => i % 4 == 3
                ? $$"""{"question":"who was {{number}}?","context":"the {{thing}} was here","answers":{"text":[],"answer_start":[]} }"""
                : $$"""{"question":"what was here {{number}}?","context":"the {{thing}} was here","answers":{"text":["{{thing}}"],"answer_start":[4]} }""",
            "generate" => $$"""{"source":"say {{thing}} {{number}}","target":"{{thing}} {{thing}}"}""",
            "choice" => $$"""{"question":"which is a {{thing}} {{number}}?","choices":["a {{thing}}","a hat","the road"],"answer":0}""",
            "regress" => $$"""{"text":"{{Review(i)}}","score":{{(i % 5).ToString(CultureInfo.InvariantCulture)}}.5}""",
            "instruct" => $$"""{"instruction":"say {{thing}} {{number}}","output":"{{thing}}"}""",
            "preference" => $$"""{"prompt":"is the {{thing}} {{number}} good?","chosen":"it is great","rejected":"it is {{Bad[i % 4]}}"}""",
            "kto" => $$"""{"prompt":"is the {{thing}} {{number}} good?","completion":"it is {{(i % 2 == 0 ? "great" : "bad")}}","label":{{(i % 2 == 0 ? "true" : "false")}} }""",
            _ => $$"""{"prompt":"{{(i % 4).ToString(CultureInfo.InvariantCulture)}}+{{number}}=","answer":"{{((i % 4) + i).ToString(CultureInfo.InvariantCulture)}}"}""",
        };
    }

    /// <summary>Tunes a model with the fewest steps, and holds that it went well; gives the folder of the run.</summary>
    internal string Finetune(string model, string task, params string[] more) => Finetune(model, task, Data(task), more);

    /// <summary>Tunes a model on a file.</summary>
    internal string Finetune(string model, string task, string data, string[] more)
    {
        var folder = NewRun();
        var run = Verbs.ToolRun.Of(["finetune", "--model", model, "--data", data, "--task", task, "--out", folder, "--batch", "8", "--threads", "1", .. more.Contains("--steps", StringComparer.Ordinal) ? more : [.. more, "--steps", "3"]]);
        run.Code.ShouldBe(ExitCode.Done, run.Error + run.Output);
        run.Error.ShouldBeEmpty();
        return folder;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static string Review(int i) => $"a {(i % 2 == 0 ? Good : Bad)[i / 2 % 4]} {Things[i % 10]} number {i.ToString(CultureInfo.InvariantCulture)}";

    private string Write(string name, string[] texts, TokenizerModel kind, string[] special, Func<ModelConfig, ModelConfig> family)
    {
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { Model = kind, VocabularySize = 320, SpecialTokens = special, Threads = 1 }).Train(texts);
        var config = family(new ModelConfig
        {
            VocabularySize = tokenizer.VocabularySize,
            HiddenSize = 16,
            Layers = 1,
            Heads = 2,
            KeyValueHeads = 1,
            IntermediateSize = 32,
            ContextLength = Context,
            TieEmbeddings = false,
        });
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        model.Initialize(5);
        ModelFolder.Write(File(name), config, ModelWeights.ToWrite(model));
        tokenizer.SaveFolder(File(name), ChatTemplate.Default, Context);
        return File(name);
    }
}
