using Sinter.Data.Tuning;
using Sinter.Tensors.Cpu;
using Sinter.Training.Tasks;

namespace Sinter.Training.Tests.Tasks;

/// <summary>Each task from its items to a trained model that says what is right.</summary>
public sealed class TaskLearningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var kind in (string[])["encoder", "decoder"])
            {
                foreach (var task in (string[])["classify", "pair", "similarity", "tokens", "qa", "choice", "regress"])
                {
                    cases.Add(kind, task);
                }
            }

            return cases;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_model_learns_its_task_and_says_the_same_from_its_folder(string kind, string name)
    {
        var (trunk, tokenizer) = TaskSubjects.Of(kind);
        var (task, items) = Subject(name);
        var model = TaskSubjects.Train(_folder.File("checkpoints"), task, trunk, tokenizer, items, steps: 150);

        var predictions = new TaskPredictor(model, tokenizer, task).Predict(items);

        predictions.Zip(items).Average(pair => IsRight(task, pair.First, pair.Second) ? 1.0 : 0).ShouldBeGreaterThanOrEqualTo(0.9);

        TaskModel.Write(_folder.File("model"), model, tokenizer, task);
        var again = TaskPredictor.Open(_folder.File("model"), new CpuBackend(1));
        again.Task.Labels.ShouldBe(task.Labels);
        again.Predict(items[0]).Logits.Zip(predictions[0].Logits).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-4);
        IsRight(task, again.Predict(items[1]), items[1]).ShouldBe(IsRight(task, predictions[1], items[1]));
    }

    [Fact]
    public void Classes_have_probabilities_that_the_temperature_bends()
    {
        var task = new TaskDescription { Task = TaskKind.Classify, Labels = ["a", "b", "c"] };
        var config = TaskModel.Describe(TaskSubjects.Encoder(), task);
        var model = TaskSubjects.Model(config, scale: 10);
        TaskItem[] items = [new("the cat"), new(""), new(string.Join(' ', Enumerable.Repeat("dog", 300)))];

        var cold = new TaskPredictor(model, TaskSubjects.WordPiece, task).Predict(items);
        var hot = new TaskPredictor(model, TaskSubjects.WordPiece, task with { Temperature = 10 }).Predict(items);

        cold.ShouldAllBe(static prediction => Math.Abs(prediction.Probabilities.Sum() - 1) < 1e-9);
        cold.Select(static prediction => prediction.IsCut).ShouldBe([false, false, true]);
        for (var i = 0; i < items.Length; i++)
        {
            hot[i].Label.ShouldBe(cold[i].Label);
            hot[i].Probability.ShouldBeLessThan(cold[i].Probability);
            hot[i].Logits.ShouldBe(cold[i].Logits);
        }
    }

    [Fact]
    public void Texts_of_all_lengths_together_are_what_each_is_alone()
    {
        var task = new TaskDescription { Task = TaskKind.Classify, Labels = ["a", "b"] };
        var model = TaskSubjects.Model(TaskModel.Describe(TaskSubjects.Encoder(), task), scale: 5);
        var predictor = new TaskPredictor(model, TaskSubjects.WordPiece, task);
        TaskItem[] items = [.. Enumerable.Range(0, 90).Select(static i => new TaskItem(string.Join(' ', Enumerable.Range(0, i % 50).Select(word => (word + i) % 3 == 0 ? "cat" : "river"))))];

        var together = predictor.Predict(items);

        for (var i = 0; i < items.Length; i += 7)
        {
            predictor.Predict(items[i]).Logits.Zip(together[i].Logits).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-4);
        }
    }

    [Fact]
    public void A_folder_without_a_task_and_one_of_another_are_told()
    {
        var task = new TaskDescription { Task = TaskKind.Classify, Labels = ["a", "b"] };
        var model = TaskSubjects.Model(TaskModel.Describe(TaskSubjects.Encoder(), task));
        var folder = _folder.File("model");
        TaskModel.Write(folder, model, TaskSubjects.WordPiece, task);

        File.WriteAllText(Path.Combine(folder, TaskDescription.FileName), """{"task":"classify","labels":["a","b","c"]}""");
        Should.Throw<InvalidDataException>(() => TaskPredictor.Open(folder, new CpuBackend(1))).Message.ShouldContain("another model");
        foreach (var broken in (string[])["", "[]", "{", """{"task":"sing"}""", """{"labels":["a"]}""", """{"task":"classify","labels":["a","a"]}""", """{"task":"classify","labels":["a","b"],"temperature":0}""", """{"task":"qa","stride":-1}"""])
        {
            File.WriteAllText(Path.Combine(folder, TaskDescription.FileName), broken);
            Should.Throw<InvalidDataException>(() => TaskPredictor.Open(folder, new CpuBackend(1)), broken).Message.ShouldContain(TaskDescription.FileName);
        }

        File.Delete(Path.Combine(folder, TaskDescription.FileName));
        Should.Throw<InvalidDataException>(() => TaskPredictor.Open(folder, new CpuBackend(1))).Message.ShouldContain("has no");
    }

    private static bool IsRight(TaskDescription task, TaskPrediction prediction, TaskItem item) => task.Task switch
    {
        TaskKind.Tokens => prediction.Tags!.Select(static tag => tag.Label).SequenceEqual(item.Tags!, StringComparer.Ordinal),
        TaskKind.Qa => string.Equals(prediction.Answer?.Text, item.Answers is [var answer, ..] ? answer.Text : null, StringComparison.Ordinal),
        TaskKind.Choice => prediction.Class == item.Right,
        _ when task.GivesNumbers => Math.Abs(prediction.Score!.Value - item.Score!.Value) < 1,
        _ => prediction.Label == item.Label,
    };

    private static (TaskDescription Task, TaskItem[] Items) Subject(string name)
    {
        string[] animals = ["cat", "dog"];
        string[] things = ["mat", "house", "river", "film"];
        return name switch
        {
            "classify" => (new() { Task = TaskKind.Classify, Labels = ["bad", "good"] }, [.. things.SelectMany(thing => (TaskItem[])[new($"the {thing} is good") { Label = "good" }, new($"a bad {thing}") { Label = "bad" }])]),
            "pair" => (new() { Task = TaskKind.Pair, Labels = ["no", "yes"] }, [.. animals.SelectMany(a => animals.Select(b => new TaskItem($"the {a}") { Second = $"a {b}", Label = a == b ? "yes" : "no" }))]),
            "similarity" => (new TaskDescription { Task = TaskKind.Pair, BothOrders = true }.ForNumbers([0, 5]), [.. animals.SelectMany(a => animals.Select(b => new TaskItem($"the {a}") { Second = $"a {b}", Score = a == b ? 5 : 0 }))]),
            "tokens" => (new() { Task = TaskKind.Tokens, Labels = ["O", "ANIMAL"] }, [.. animals.SelectMany(animal => things.Select(thing => new TaskItem("") { Words = ["the", animal, "on", thing], Tags = ["O", "ANIMAL", "O", "O"] }))]),
            "qa" => (new() { Task = TaskKind.Qa }, [.. animals.SelectMany(animal => (TaskItem[])
                [
                    new("who sat") { Second = $"a {animal} sat on the mat", Answers = [new AnswerSpan(animal, 2)] },
                    new("who sat") { Second = $"the {animal} ran away", Answers = [] },
                ])]),
            "choice" => (new() { Task = TaskKind.Choice, Choices = 3 }, [.. things.Select((thing, i) => new TaskItem($"the {thing}") { Choices = i % 2 == 0 ? ["red", "a cat", "blue"] : ["a cat", "green"], Right = (i + 1) % 2 })]),
            _ => (new TaskDescription { Task = TaskKind.Regress }.ForNumbers([10, 20]), [.. things.Select(static (thing, i) => new TaskItem($"the {thing}") { Score = i < 2 ? 10 : 20 })]),
        };
    }
}
