using System.Text.Json;
using Sinter.Models.Heads;
using Sinter.Models.Tests.Heads;
using Sinter.Models.Tests.Seq2Seq;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Programs;

namespace Sinter.Models.Tests.Adapters;

/// <summary>An adapter of <c>tests/oracle/adapters/data</c>, and the logits that an independent implementation in PyTorch has for its model with it.</summary>
internal sealed class AdapterOracle
{
    private readonly string _model;

    public AdapterOracle(string name)
    {
        Folder = Path.Combine(ReferenceModel.FolderOf(""), "..", "..", "adapters", "data", name);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")));
        _model = json.RootElement.GetProperty("model").GetString()!;
        Expected = [.. json.RootElement.GetProperty("logits").GetProperty("values").EnumerateArray().Select(static value => value.GetSingle())];
    }

    public string Folder { get; }

    public string BaseFolder => ReferenceModel.FolderOf(_model);

    public float[] Expected { get; }

    /// <summary>The logits of a model for the reference's inputs.</summary>
    public float[] Logits(Model model)
    {
        if (model is EncoderDecoder seq2Seq)
        {
            return Logits(seq2Seq);
        }

        // Virtual tokens stand before each text; the reference has the logits behind them.
        var (reference, count) = (new ReferenceModel(_model), model.Adapter?.VirtualTokens ?? 0);
        if (count == 0)
        {
            return Logits((TextModel)model, reference);
        }

        int[][] tokens = [.. reference.Tokens.Select(row => (int[])[.. new int[count], .. row])];
        var logits = Logits((TextModel)model, tokens, [.. reference.Lengths.Select(length => length + count)]);
        var width = model.Config.VocabularySize;
        return [.. Enumerable.Range(0, tokens.Length).SelectMany(row => logits[((((row * tokens[0].Length) + count) * width))..((row + 1) * tokens[0].Length * width)])];
    }

    /// <summary>The largest difference from the reference at a token that is no padding.</summary>
    public double Difference(float[] logits)
    {
        logits.Length.ShouldBe(Expected.Length);
        var reference = new ReferenceModel(_model);
        var (tokens, lengths) = _model == "t5" ? ([], []) : (reference.Tokens, reference.Lengths);
        var isPerText = tokens.Length == 0 || Expected.Length < tokens.Length * tokens[0].Length;
        var width = isPerText ? Expected.Length : Expected.Length / (tokens.Length * tokens[0].Length);
        return Enumerable.Range(0, Expected.Length)
            .Where(i => isPerText || i / width % tokens[0].Length < lengths[i / width / tokens[0].Length])
            .Max(i => Math.Abs(logits[i] - (double)Expected[i]) / (1 + Math.Abs(Expected[i])));
    }

    /// <summary>The logits of rows of tokens, each padded in a row of its own; of a classifier one row for each text.</summary>
    public static float[] Logits(TextModel model, int[][] tokens, int[] lengths, int[][]? types = null)
    {
        Shape shape = [tokens.Length, tokens[0].Length];
        var integers = Enumerable.Range(0, 4).Select(_ => Tensor.Input(model.Backend, shape, DataType.Int32)).ToArray();
        var hidden = model.Hidden(new TextInputs(integers[0], integers[1], integers[2], types is null ? null : integers[3]));
        var places = Tensor.Input(model.Backend, TextPlaces.Shape(model.Config.Pooling, tokens.Length), DataType.Int32);
        var logits = model.Config.Head == ModelHead.SequenceClassification ? model.Classify(hidden, places) : model.Logits(hidden);
        var program = StepProgram.Compile(logits);
        for (var row = 0; row < shape[0]; row++)
        {
            for (var t = 0; t < shape[1]; t++)
            {
                var (i, start) = ((row * shape[1]) + t, t < lengths[row] ? 0 : lengths[row]);
                program.Values<int>(integers[0])[i] = tokens[row][t];
                program.Values<int>(integers[1])[i] = t - start;
                program.Values<int>(integers[2])[i] = start;
                if (types is not null)
                {
                    program.Values<int>(integers[3])[i] = types[row][t];
                }
            }

            if (program.Holds(places))
            {
                TextPlaces.Write(model.Config.Pooling, program.Values<int>(places), row, row * shape[1], lengths[row]);
            }
        }

        program.Run();
        var values = program.Values<float>(logits).ToArray();
        GC.KeepAlive(program);
        return values;
    }

    private static float[] Logits(TextModel model, ReferenceModel reference)
        => Logits(model, reference.Tokens, reference.Lengths, reference.Has("token_type_ids") ? reference.Rows("token_type_ids") : null);

    private float[] Logits(EncoderDecoder model)
    {
        var expected = new ExpectedModel(_model);
        int[][] sources = expected.Integers("input_ids"), mask = expected.Integers("attention_mask"), targets = expected.Integers("decoder_input_ids");
        (int[] Source, int[] Target)[][] rows = [.. sources.Select((source, row) => ((int[], int[])[])[(source[..mask[row].Sum()], targets[row])])];
        var pairs = new Pairs(model, sources[0].Length, targets[0].Length, expected.Integers("labels"), rows);
        return pairs.Compute(model.Logits(model.Hidden(pairs.Inputs)))[0];
    }
}
