using System.Security.Cryptography;
using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;
using Sinter.Tests;

namespace Sinter.Models.Tests.Surgery;

/// <summary>The small random models of every family, and what the tests of surgery do with folders.</summary>
internal static class SurgeryModels
{
    /// <summary>Decoders and encoders whose norms stand before their parts.</summary>
    public static readonly string[] NormFirst =
        ["gpt2", "llama", "llama3", "mistral", "mixtral", "qwen2", "qwen3", "gemma", "gemma2", "phi3", "gpt-neox", "gpt-neox-serial", "modernbert", "multi-token"];

    /// <summary>Decoders and encoders whose norms stand after the sum.</summary>
    public static readonly string[] NormLast = ["openai-gpt", "bert", "roberta", "distilbert"];

    /// <summary>Models of all kinds.</summary>
    public static readonly string[] All = [.. NormFirst, .. NormLast, "t5", "t5-v1.1", "bart", "lstm", "gru", "llama-sequence-classification", "bert-token-classification"];

    public static TheoryData<string> NormFirstData => [.. NormFirst];

    public static TheoryData<string> NormLastData => [.. NormLast];

    public static TheoryData<string> AllData => [.. All];

    public static string Folder(string name) => DecoderOracle.FolderOf(name);

    /// <summary>What tells the bytes of the weights of one model from those of another.</summary>
    public static string Bytes(string folder) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, ModelFolder.WeightsFileName))));

    /// <summary>A copy as Sinter writes it, so that bytes can be compared.</summary>
    public static string Copy(string source, string target) => Change(source, target, static _ => { });

    /// <summary>A model with other weights.</summary>
    public static string Change(string source, string target, Action<Model> change)
    {
        var folder = ModelFolder.Open(source);
        var model = ModelWeights.Load(source, new CpuBackend(1));
        change(model);
        ModelFolder.Write(target, folder.Config, ModelWeights.ToWrite(model), folder.Generation);
        return target;
    }

    /// <summary>A model whose weights are those of another and noise.</summary>
    public static string Disturb(string source, string target, ulong seed) => Change(source, target, model =>
    {
        foreach (var parameter in model.Parameters.All)
        {
            var random = new RandomStream(seed, parameter.Name);
            foreach (ref var weight in parameter.Value.AsSpan<float>())
            {
                weight += (float)(0.05 * random.NextNormal());
            }
        }
    });

    /// <summary>The values of a tensor, by the parameter that holds it.</summary>
    public static float[] Values(string folder, string parameter)
    {
        var model = ModelFolder.Open(folder);
        using var weights = model.OpenWeights();
        var place = ModelTensors.Of(model.Config).First(place => place.Parameter == parameter);
        var values = new float[place.Info.Elements];
        weights.ReadFloat32(place.Info.Name, values, [.. place.Info.Shape]);
        return values;
    }

    /// <summary>All values of a model, in the order of its tensors.</summary>
    public static float[] Values(string folder)
    {
        var model = ModelFolder.Open(folder);
        using var weights = model.OpenWeights();
        return [.. ModelTensors.Of(model.Config).SelectMany(place =>
        {
            var values = new float[place.Info.Elements];
            weights.ReadFloat32(place.Info.Name, values, [.. place.Info.Shape]);
            return values;
        })];
    }

    /// <summary>The logits after each of twelve tokens, [12, vocabulary].</summary>
    public static float[] Logits(string folder)
    {
        const int time = 12;
        var model = (TextModel)ModelWeights.Load(folder, new CpuBackend(1));
        var tokens = Tensor.Input(model.Backend, [1, time], DataType.Int32);
        var positions = Tensor.Input(model.Backend, [1, time], DataType.Int32);
        var starts = Tensor.Input(model.Backend, [1, time], DataType.Int32);
        var logits = model.Logits(model.Hidden(new TextInputs(tokens, positions, starts)));
        var program = StepProgram.Compile(logits);
        for (var i = 0; i < time; i++)
        {
            program.Values<int>(tokens)[i] = (i * 17 % 53) + 5;
            if (program.Holds(positions))
            {
                program.Values<int>(positions)[i] = i;
            }

            if (program.Holds(starts))
            {
                program.Values<int>(starts)[i] = 0;
            }
        }

        program.Run();
        var result = program.Values<float>(logits).ToArray();
        GC.KeepAlive(program);
        return result;
    }

    public static void ShouldBeClose(float[] found, float[] expected, double tolerance)
    {
        found.Length.ShouldBe(expected.Length);
        found.Zip(expected, static (a, b) => Math.Abs((double)a - b) / (1 + Math.Abs(b))).Max().ShouldBeLessThanOrEqualTo(tolerance);
    }
}
