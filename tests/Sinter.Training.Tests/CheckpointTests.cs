using Sinter.Models.Transformers;
using Sinter.Tensors.Optimizers;
using Sinter.Training.Checkpoints;

namespace Sinter.Training.Tests;

/// <summary>Damages checkpoints as disks, crashes and people do.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    private string Newest => Path.Combine(_tiny.Checkpoints, "step-00000009");

    private string Before => Path.Combine(_tiny.Checkpoints, "step-00000008");

    public static TheoryData<string, string> Damages => new()
    {
        { "cut model", "'model.safetensors' was cut short or changed." },
        { "flipped byte in the model", "'model.safetensors' was cut short or changed." },
        { "flipped byte in the optimizer", "'optimizer.safetensors' was cut short or changed." },
        { "no optimizer", "'optimizer.safetensors' was cut short or changed." },
        { "changed config", "'config.json' was cut short or changed." },
        { "no state", "'training.json' is missing or too large." },
        { "empty state", "The input does not contain any JSON tokens" },
        { "cut state", "" },
        { "null state", "'training.json' is empty." },
        { "huge state", "'training.json' is missing or too large." },
        { "other step", "'training.json' was changed." },
        { "other version", "its format version is 2, expected 1." },
        { "forgotten file", "'training.json' was changed." },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_checkpoint_is_told_and_the_one_before_goes_on_to_the_same_bytes(string damage, string reason)
    {
        _tiny.Train(stopAfter: 9);
        Do(damage, Newest);

        var outcome = _tiny.Train();

        var warning = outcome.Observer.Warnings.ShouldHaveSingleItem();
        warning.ShouldStartWith($"The checkpoint '{Newest}' cannot be used and is passed over: ");
        warning.ShouldContain(reason);
        outcome.Observer.Resumed.ShouldBe([8]);
        outcome.Weights.ShouldBe(TinyTraining.Whole.Weights);
    }

    [Fact]
    public void Where_all_are_damaged_the_training_begins_anew()
    {
        _tiny.Train(stopAfter: 9);
        Do("cut model", Newest);
        Do("flipped byte in the optimizer", Before);

        var outcome = _tiny.Train();

        outcome.Observer.Warnings.Count.ShouldBe(2);
        outcome.Observer.Resumed.ShouldBeEmpty();
        outcome.Weights.ShouldBe(TinyTraining.Whole.Weights);
    }

    [Fact]
    public void Checkpoints_of_other_settings_are_not_used()
    {
        var other = TinyTraining.Options with { LearningRate = 1e-3, Fingerprint = "other settings" };
        var whole = _tiny.Train(other, checkpoints: _tiny.Checkpoints + "-whole");
        _tiny.Train(stopAfter: 9);

        var outcome = _tiny.Train(other);

        outcome.Observer.Warnings.Count.ShouldBe(2);
        outcome.Observer.Warnings.ShouldAllBe(warning => warning.EndsWith("passed over: it was written with other settings or data."));
        outcome.Observer.Steps.Count.ShouldBe(12);
        outcome.Weights.ShouldBe(whole.Weights);
    }

    [Fact]
    public void No_flipped_bit_of_the_state_goes_unnoticed()
    {
        _tiny.Train(stopAfter: 9);
        Directory.Delete(Before, recursive: true);
        var file = Path.Combine(Newest, "training.json");
        var content = File.ReadAllBytes(file);
        var sound = Load([])!;
        for (var i = 0; i < content.Length; i++)
        {
            var damaged = content.ToArray();
            damaged[i] ^= 1;
            File.WriteAllBytes(file, damaged);
            List<string> warnings = [];

            var state = Load(warnings);

            if (state is null)
            {
                warnings.ShouldHaveSingleItem();
            }
            else
            {
                // White space, or a letter whose case does not matter.
                state.Hash.ShouldBe(sound.Hash, $"byte {i} of {content.Length}");
            }
        }
    }

    [Fact]
    public void What_is_saved_is_read_bit_for_bit()
    {
        var model = TinyTraining.NewModel();
        var optimizer = new AdamW(model.Parameters, new AdamWOptions());
        foreach (ref var mean in optimizer.State[0].Values)
        {
            mean = 0.25f;
        }

        optimizer.State[1].Values[0] = float.Epsilon;
        optimizer.Steps = 6;
        var folder = new CheckpointFolder(_tiny.Checkpoints, "f");

        folder.Save(model, optimizer, step: 7, tokens: 8);

        var (readModel, readOptimizer) = New();
        var state = folder.Load(readModel, readOptimizer, warning => Assert.Fail(warning))!;
        (state.Step, state.Tokens, state.OptimizerSteps, readOptimizer.Steps).ShouldBe((7, 8L, 6L, 6L));
        TinyTraining.Weights(readModel).ShouldBe(TinyTraining.Weights(model));
        readOptimizer.State[0].Values.SequenceEqual(optimizer.State[0].Values).ShouldBeTrue();
        readOptimizer.State[1].Values.SequenceEqual(optimizer.State[1].Values).ShouldBeTrue();
    }

    [Fact]
    public void Folders_with_other_names_are_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_tiny.Checkpoints, "step-by-step"));
        Directory.CreateDirectory(Path.Combine(_tiny.Checkpoints, "notes"));

        _tiny.Train().Observer.Warnings.ShouldBeEmpty();

        Directory.Exists(Path.Combine(_tiny.Checkpoints, "step-by-step")).ShouldBeTrue();
        Directory.Exists(Path.Combine(_tiny.Checkpoints, "notes")).ShouldBeTrue();
    }

    private static (Transformer Model, AdamW Optimizer) New()
    {
        var model = new Transformer(TinyTraining.Config, new Tensors.Cpu.CpuBackend(1));
        return (model, new AdamW(model.Parameters, new AdamWOptions()));
    }

    private CheckpointState? Load(List<string> warnings)
    {
        var (model, optimizer) = New();
        return new CheckpointFolder(_tiny.Checkpoints, TinyTraining.Options.Fingerprint).Load(model, optimizer, warnings.Add);
    }

    private static void Do(string damage, string folder)
    {
        string model = Path.Combine(folder, "model.safetensors"), optimizer = Path.Combine(folder, "optimizer.safetensors");
        string config = Path.Combine(folder, "config.json"), state = Path.Combine(folder, "training.json");
        switch (damage)
        {
            case "cut model":
                using (var stream = File.OpenWrite(model))
                {
                    stream.SetLength(stream.Length / 2);
                }

                break;
            case "flipped byte in the model":
                Flip(model);
                break;
            case "flipped byte in the optimizer":
                Flip(optimizer);
                break;
            case "no optimizer":
                File.Delete(optimizer);
                break;
            case "changed config":
                File.AppendAllText(config, " ");
                break;
            case "no state":
                File.Delete(state);
                break;
            case "empty state":
                File.WriteAllText(state, "");
                break;
            case "cut state":
                File.WriteAllText(state, File.ReadAllText(state)[..100]);
                break;
            case "null state":
                File.WriteAllText(state, "null");
                break;
            case "huge state":
                File.WriteAllText(state, new string(' ', 2 << 20) + File.ReadAllText(state));
                break;
            case "other step":
                Replace(state, "\"step\": 9", "\"step\": 7");
                break;
            case "other version":
                Replace(state, "\"formatVersion\": 1", "\"formatVersion\": 2");
                break;
            case "forgotten file":
                var hashes = File.ReadAllLines(state);
                File.WriteAllLines(state, hashes.Where(line => !line.Contains("\"model.safetensors\"", StringComparison.Ordinal)));
                break;
            default:
                throw new ArgumentException(damage);
        }

        static void Flip(string file)
        {
            var content = File.ReadAllBytes(file);
            content[content.Length / 2] ^= 0x10;
            File.WriteAllBytes(file, content);
        }

        static void Replace(string file, string old, string now)
        {
            var text = File.ReadAllText(file);
            text.ShouldContain(old);
            File.WriteAllText(file, text.Replace(old, now, StringComparison.Ordinal));
        }
    }
}
