using System.Runtime.InteropServices;
using System.Text.Json;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tests;

namespace Sinter.Models.Tests.Transformers;

/// <summary>minGPT's trained sorter of six letters, with everything that it computes for one batch.</summary>
public sealed class NanoGptSortTests
{
    private const string Folder = "models/nano-gpt-sort/";
    private const int Batch = 3, Time = 11, Heads = 3, HeadSize = 16, Hidden = Heads * HeadSize;

    private static readonly ModelConfig Config = new()
    {
        Family = ModelFamily.Gpt2,
        VocabularySize = 3,
        HiddenSize = Hidden,
        Layers = 3,
        Heads = Heads,
        KeyValueHeads = Heads,
        IntermediateSize = 4 * Hidden,
        ContextLength = Time,
        Norm = NormKind.LayerNorm,
        NormBias = true,
        Positions = PositionKind.Learned,
        AttentionBias = true,
        AttentionOutputBias = true,
        Activation = UnaryFunction.GeluTanh,
        Gated = false,
        FeedForwardBias = true,
        TieEmbeddings = false,
    };

    [Fact]
    public void All_activations_are_those_of_minGPT()
    {
        using var weights = Open("gpt-nano-sort-model.json");
        using var expected = Open("gpt-nano-sort-t0-partials.json");
        var found = Activations(Load(weights.RootElement), [.. Values(expected.RootElement, "idx").Select(static id => (int)id)]);

        foreach (var property in expected.RootElement.EnumerateObject().Where(static property => property.Name is not ("config" or "idx")))
        {
            var values = Values(expected.RootElement, property.Name);
            found.ShouldContainKey(property.Name);
            found[property.Name].Length.ShouldBe(values.Length, property.Name);
            found[property.Name].Zip(values, Distance).Max().ShouldBeLessThan(2e-4, property.Name);
        }

        found.Count.ShouldBe(24);
    }

    /// <summary>The difference as a share of the number, or of 1 where it is small; scores that the mask hides are -infinity in both.</summary>
    private static double Distance(float found, float expected) => found == expected ? 0 : Math.Abs(found - (double)expected) / Math.Max(1, Math.Abs(expected));

    /// <summary>What the partials are called there, from what the first block and the model compute here.</summary>
    private static Dictionary<string, float[]> Activations(Transformer model, int[] ids)
    {
        var (tokens, positions, starts) = (Integers(model), Integers(model), Integers(model));
        var seen = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var blocks = new List<Tensor>();
        model.Watch = seen.Add;
        var hidden = model.Hidden(new TextInputs(tokens, positions, starts), (_, state) => blocks.Add(state));
        var logits = model.Logits(hidden);

        // What is fused here is taken apart: heads, scores, and the parts before they are added to the residual stream.
        var qkv = seen["0.attention.qkv"];
        var (queries, keys, values) = (ByHead(qkv, 0), ByHead(qkv, 1), ByHead(qkv, 2));
        var scores = queries.MatMul(keys, transposeRight: true).Affine(1 / Math.Sqrt(HeadSize)) + Mask(model.Backend);
        var attended = qkv.Attention(starts, Config.Attention(0));
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["tok_emb"] = model.Weight("embedding").Gather(tokens),
            ["pos_emb"] = model.Weight("positions").Gather(positions).Slice(0, 0, 1),
            ["x"] = blocks[0],
            ["ln1"] = seen["0.attention.norm"],
            ["q"] = queries,
            ["k"] = keys,
            ["v"] = values,
            ["qkv"] = qkv,
            ["att"] = scores,
            ["attSm"] = scores.Softmax(),
            ["y"] = attended,
            ["yProj"] = seen["0.attention.output"] - blocks[0],
            ["attnResid"] = seen["0.attention.output"],
            ["ln2"] = seen["0.feedForward.norm"],
            ["fc"] = seen["0.feedForward.up"],
            ["gelu"] = seen["0.feedForward.activation"],
            ["mlp"] = seen["0.feedForward.down"] - seen["0.attention.output"],
            ["mlpResid"] = seen["0.feedForward.down"],
            ["block0"] = blocks[1],
            ["block1"] = blocks[2],
            ["block2"] = blocks[3],
            ["ln_f"] = hidden,
            ["lm_head"] = logits,
            ["probs"] = logits.Softmax(),
        };
        var program = StepProgram.Compile([.. tensors.Values]);
        ids.CopyTo(program.Values<int>(tokens));
        program.Values<int>(starts).Clear();
        Enumerable.Range(0, Batch * Time).Select(static i => i % Time).ToArray().CopyTo(program.Values<int>(positions));
        program.Run();
        var found = tensors.ToDictionary(static pair => pair.Key, pair => program.Values<float>(pair.Value).ToArray(), StringComparer.Ordinal);
        GC.KeepAlive(program);
        return found;
    }

    private static Tensor Integers(Transformer model) => Tensor.Input(model.Backend, [Batch, Time], DataType.Int32);

    /// <summary>Queries (0), keys (1) or values (2) as [batch, heads, time, head size].</summary>
    private static Tensor ByHead(Tensor qkv, int part) => qkv.Slice(2, part * Hidden, Hidden).Reshape([Batch, Time, Heads, HeadSize]).Permute(0, 2, 1, 3);

    private static Tensor Mask(Backend backend)
        => Tensor.From<float>(backend, [.. Enumerable.Range(0, Time * Time).Select(static i => i % Time > i / Time ? float.NegativeInfinity : 0)], [1, 1, Time, Time]);

    private static Transformer Load(JsonElement file)
    {
        var model = new Transformer(Config, new CpuBackend(1), trainable: false);
        foreach (var parameter in model.Parameters.All)
        {
            Values(file, NameInFile(parameter.Name)).CopyTo(parameter.Value.AsSpan<float>());
        }

        return model;
    }

    /// <summary>minGPT's name; its matrices are [out, in], as here.</summary>
    private static string NameInFile(string parameter)
    {
        var bias = parameter.EndsWith(".bias", StringComparison.Ordinal);
        var name = bias ? parameter[..^".bias".Length] : parameter;
        var layer = char.IsAsciiDigit(name[0]) ? $"transformer.h.{name[0]}." : "";
        return layer + (layer.Length > 0 ? name[2..] : name) switch
        {
            "embedding" => "transformer.wte",
            "positions" => "transformer.wpe",
            "attention.norm" => "ln_1",
            "attention.qkv" => "attn.c_attn",
            "attention.output" => "attn.c_proj",
            "feedForward.norm" => "ln_2",
            "feedForward.up" => "mlp.c_fc",
            "feedForward.down" => "mlp.c_proj",
            "norm" => "transformer.ln_f",
            _ => "lm_head",
        } + (bias ? ".bias" : ".weight");
    }

    private static JsonDocument Open(string name) => JsonDocument.Parse(File.ReadAllText(Assets.Path(Folder + name)));

    /// <summary>A tensor: its floats as base64.</summary>
    private static float[] Values(JsonElement file, string name)
        => MemoryMarshal.Cast<byte, float>(file.GetProperty(name).GetProperty("data").GetBytesFromBase64()).ToArray();
}
