using System.Text.Json;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;

namespace Sinter.Tests;

/// <summary>A small random decoder of <c>tests/oracle/models/data</c>, with the numbers that an independent implementation has for it.</summary>
internal sealed class DecoderOracle
{
    /// <summary>The decoders with a language model's head whose numbers are known.</summary>
    public static readonly string[] Names =
        ["gpt2", "openai-gpt", "llama", "llama3", "mistral", "mixtral", "qwen2", "qwen3", "gemma", "gemma2", "phi3", "gpt-neox", "gpt-neox-serial"];

    private readonly JsonElement _expected;

    public DecoderOracle(string name)
    {
        Folder = FolderOf(name);
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")));
        _expected = document.RootElement.Clone();
        Ids = Rows("input_ids");
        Labels = Rows("labels");
        Mask = _expected.TryGetProperty("attention_mask", out _) ? Rows("attention_mask") : [.. Ids.Select(static row => row.Select(static _ => 1).ToArray())];
        Model = (Transformer)ModelWeights.Load(Folder, new CpuBackend(1), trainable: true);
    }

    public static TheoryData<string> All => [.. Names];

    public string Folder { get; }

    public Transformer Model { get; }

    /// <summary>Token ids, row by row.</summary>
    public int[][] Ids { get; }

    /// <summary>1 for tokens, 0 for padding.</summary>
    public int[][] Mask { get; }

    /// <summary>What is predicted, shifted by one where it is used; -100 for nothing.</summary>
    public int[][] Labels { get; }

    private int Batch => Ids.Length;

    private int Time => Ids[0].Length;

    /// <summary>The folder of a model.</summary>
    public static string FolderOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sinter.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("The repository is not above the tests."), "tests", "oracle", "models", "data", name);
    }

    /// <summary>A number that is known.</summary>
    public double Number(string key) => _expected.GetProperty(key).GetDouble();

    /// <summary>A tensor that is known.</summary>
    public float[] Values(string key) => Values(_expected.GetProperty(key));

    /// <summary>Tensors that are known, one for each layer.</summary>
    public float[][] List(string key) => [.. _expected.GetProperty(key).EnumerateArray().Select(Values)];

    /// <summary>Where it stands against what is known: the largest difference at a token, as a share of the number and of the tensor's root mean square together.</summary>
    public double Difference(float[] found, float[] expected)
    {
        found.Length.ShouldBe(expected.Length);
        var width = expected.Length / (Batch * Time);
        var typical = Math.Sqrt(expected.Average(static value => (double)value * value));
        return Enumerable.Range(0, expected.Length).Where(i => Mask[i / width / Time][i / width % Time] == 1)
            .Max(i => Math.Abs(found[i] - (double)expected[i]) / (Math.Abs(expected[i]) + typical));
    }

    /// <summary>Reads the known input through the model.</summary>
    public Pass Run()
    {
        var inputs = new PassInputs(this);
        var states = new List<Tensor>();
        var routers = new RouterRecord();
        var hidden = Model.Hidden(inputs.Text with { Routers = routers }, (_, state) => states.Add(state));
        var logits = Model.Logits(hidden);
        var loss = Model.TokenLoss(hidden, inputs.Targets, inputs.Scale);
        var balance = routers.LoadBalancingLoss();
        var program = StepProgram.Compile([.. states, hidden, logits, loss.Loss, .. routers.Logits, .. balance is null ? Array.Empty<Tensor>() : [balance]]);
        inputs.Fill(program);
        program.Run();
        var pass = new Pass(
            [.. states.Select(Found)], Found(hidden), Found(logits), Found(loss.Loss)[0], [.. routers.Logits.Select(Found)], balance is null ? null : Found(balance)[0]);
        GC.KeepAlive(program);
        return pass;

        float[] Found(Tensor tensor) => program.Values<float>(tensor).ToArray();
    }

    /// <summary>A program for the loss, and for its gradients where asked; each call computes it with the weights of the moment.</summary>
    public Func<double> Loss(bool withGradients)
    {
        var inputs = new PassInputs(this);
        var loss = Model.TokenLoss(Model.Hidden(inputs.Text), inputs.Targets, inputs.Scale).Loss;
        var program = withGradients ? StepProgram.CompileTraining(loss, Model.Parameters.All) : StepProgram.Compile(loss);
        inputs.Fill(program);
        return () =>
        {
            program.Run();
            return program.Values<float>(loss)[0];
        };
    }

    private static float[] Values(JsonElement tensor) => [.. tensor.GetProperty("values").EnumerateArray().Select(static value => value.GetSingle())];

    private int[][] Rows(string key) => [.. _expected.GetProperty(key).EnumerateArray().Select(static row => row.EnumerateArray().Select(static value => value.GetInt32()).ToArray())];

    /// <summary>What a pass gives.</summary>
    public sealed record Pass(float[][] States, float[] Hidden, float[] Logits, float Loss, float[][] RouterLogits, float? Balance);

    /// <summary>The inputs of a pass; padding is a document of its own.</summary>
    private sealed class PassInputs(DecoderOracle oracle)
    {
        public TextInputs Text { get; } = new(Integers(oracle), Integers(oracle), Integers(oracle));

        public Tensor Targets { get; } = Integers(oracle);

        public Tensor Scale { get; } = Tensor.Input(oracle.Model.Backend, []);

        public void Fill(StepProgram program)
        {
            var trained = 0;
            for (var row = 0; row < oracle.Batch; row++)
            {
                var length = oracle.Mask[row].Count(static seen => seen == 1);
                for (var t = 0; t < oracle.Time; t++)
                {
                    var (i, start) = ((row * oracle.Time) + t, t < length ? 0 : length);
                    program.Values<int>(Text.Tokens)[i] = oracle.Ids[row][t];
                    program.Values<int>(Text.Positions)[i] = t - start;
                    program.Values<int>(Text.DocumentStarts)[i] = start;
                    program.Values<int>(Targets)[i] = t + 1 < oracle.Time ? Math.Max(-1, oracle.Labels[row][t + 1]) : -1;
                    trained += program.Values<int>(Targets)[i] >= 0 ? 1 : 0;
                }
            }

            program.Values<float>(Scale)[0] = 1f / trained;
        }

        private static Tensor Integers(DecoderOracle oracle) => Tensor.Input(oracle.Model.Backend, [oracle.Batch, oracle.Time], DataType.Int32);
    }
}
