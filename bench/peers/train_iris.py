"""What `softmax train` does on a table, as a scikit-learn user writes it: DATA.csv MODEL.pickle."""

import csv
import pickle
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

with open(sys.argv[1], newline="") as file:
    rows = list(csv.reader(file))[1:]
X = np.array([row[:-1] for row in rows], dtype=float)
y = np.array([row[-1] for row in rows])
train, test, label, held_out = train_test_split(X, y, test_size=0.2, stratify=y, random_state=1)
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(train, label)
print("accuracy", accuracy_score(held_out, model.predict(test)))
print("log-loss", log_loss(held_out, model.predict_proba(test), labels=model.classes_))
with open(sys.argv[2], "wb") as file:
    pickle.dump(model, file)
